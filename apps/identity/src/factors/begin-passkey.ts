import { AppError, type BeginPasskey as Contract } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { UserStore } from '../users/user.store.js';
import { checkNoneSetUp } from './factor.rules.js';
import { type FactorOwner, FactorStore } from './factor.store.js';
import { PasskeyChallengeStore } from './passkey-challenge.store.js';
import { PasskeySite } from './passkey-site.js';
import { toTransports } from './passkey.rules.js';

type Reply = z.infer<typeof Contract.reply>;

/** Gives the options to make or use a passkey with, and keeps the challenge in them. */
@Injectable()
export class BeginPasskey {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly factors: FactorStore,
    private readonly challenges: PasskeyChallengeStore,
    private readonly site: PasskeySite,
  ) {}

  async run({ tenantId, userId, purpose }: z.infer<typeof Contract.request>): Promise<Reply> {
    const owner = { tenantId, userId };
    return await this.database.inTenant(tenantId, async (tx) => {
      const options = await (purpose === 'make' ? this.toMake(tx, owner) : this.toUse(tx, owner));
      const id = newId();
      await this.challenges.add(tx, { ...owner, id, purpose, challenge: options.challenge });
      return { challengeId: id, options: { ...options } };
    });
  }

  private async toMake(tx: EntityManager, owner: FactorOwner) {
    const { email, name } = await this.users.get(tx, owner.tenantId, owner.userId);
    checkNoneSetUp(await this.factors.list(tx, owner));
    return await generateRegistrationOptions({
      rpName: this.site.rpName,
      rpID: this.site.rpID,
      userName: email,
      userDisplayName: name,
      userID: new TextEncoder().encode(owner.userId),
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    });
  }

  private async toUse(tx: EntityManager, owner: FactorOwner) {
    const passkeys = (await this.factors.list(tx, owner)).flatMap(({ credentialId, transports }) =>
      credentialId === null ? [] : [{ id: credentialId, transports: toTransports(transports) }],
    );
    if (passkeys.length === 0) throw new AppError('passkey_invalid', { detail: 'the user has none' });
    return await generateAuthenticationOptions({
      rpID: this.site.rpID,
      allowCredentials: passkeys,
      userVerification: 'preferred',
    });
  }
}
