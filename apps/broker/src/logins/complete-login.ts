import { Outbox } from '@portico/messaging';
import type { UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InteractionStore } from '../interactions/interaction.store.js';
import { loginCompleted } from './login-facts.rules.js';
import type { LoginEntity } from './login.entity.js';
import { type LoginProof, LoginStore } from './login.store.js';

/**
 * Ends a login with a person signed in: login, interaction result and event in the caller's one transaction, so
 * that an event is published exactly for what the browser can go on with.
 * @emits login.completed
 */
@Injectable()
export class CompleteLogin {
  constructor(
    private readonly logins: LoginStore,
    private readonly interactions: InteractionStore,
    private readonly outbox: Outbox,
  ) {}

  async run(
    tx: EntityManager,
    login: LoginEntity,
    account: UserSnapshot,
    proof: LoginProof,
    interactionUid: string,
  ) {
    await this.logins.complete(tx, login, account, proof);
    const returnTo = await this.interactions.finish(tx, interactionUid, {
      login: {
        accountId: account.userId,
        amr: proof.amr ?? undefined,
        acr: proof.acr ?? undefined,
        ts: toSeconds(proof.authTime),
      },
      loginId: login.id,
      tenantId: login.tenantId,
    });
    await this.outbox.add(tx, loginCompleted(login, account));
    return returnTo;
  }
}

const toSeconds = (date: Date | null): number | undefined =>
  date ? Math.floor(date.getTime() / 1000) : undefined;
