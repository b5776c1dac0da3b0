import { AppError } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server';
import { UserStore } from '../users/user.store.js';
import { checkNoneSetUp } from './factor.rules.js';
import { FactorStore } from './factor.store.js';
import { PasskeySite } from './passkey-site.js';
import { refusePasskey, toTransports } from './passkey.rules.js';
import type { PasskeyAttempt } from './finish-passkey.js';

/** Keeps a passkey that a browser has just made, as the user's first factor; tells whether it is bound to a device. */
@Injectable()
export class KeepPasskey {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly factors: FactorStore,
    private readonly site: PasskeySite,
  ) {}

  async run(attempt: PasskeyAttempt, challenge: string): Promise<boolean> {
    const { tenantId, userId, attemptId } = attempt;
    const { credential, credentialDeviceType } = await this.verify(attempt, challenge);
    const deviceBound = credentialDeviceType === 'singleDevice';
    await this.database.inTenant(tenantId, async (tx) => {
      await this.users.getLocked(tx, tenantId, userId);
      const present = await this.factors.list(tx, { tenantId, userId });
      if (present.some(({ usedBy }) => usedBy === attemptId)) return;
      checkNoneSetUp(present);
      const added = await this.factors.addPasskey(tx, {
        tenantId,
        userId,
        id: newId(),
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        signCount: String(credential.counter),
        transports: toTransports(credential.transports),
        deviceBound,
        usedBy: attemptId,
      });
      if (!added) throw new AppError('passkey_invalid', { detail: 'it is there already' });
    });
    return deviceBound;
  }

  private async verify({ answer }: PasskeyAttempt, expectedChallenge: string) {
    const { origin, rpID } = this.site;
    const verified = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      // Preferred and not demanded: the password is the first factor.
      requireUserVerification: false,
    }).catch(refusePasskey);
    return verified.verified ? verified.registrationInfo : refusePasskey(new Error('not verified'));
  }
}
