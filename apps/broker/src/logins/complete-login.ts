import { Outbox } from '@portico/messaging';
import type { UserSnapshot } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
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
    tx: Queries,
    login: LoginEntity,
    account: UserSnapshot,
    proof: LoginProof,
    interactionUid: string,
  ): Promise<string> {
    const result = {
      login: {
        accountId: account.userId,
        amr: proof.amr ?? undefined,
        acr: proof.acr ?? undefined,
        ts: toSeconds(proof.authTime),
      },
      loginId: login.id,
      tenantId: login.tenantId,
    };
    // Asked together, so that they travel together; whichever refuses, the transaction ends with it.
    const [, returnTo] = await Promise.all([
      this.logins.complete(tx, login, { ...account, amr: proof.amr }, proof),
      this.interactions.finish(tx, interactionUid, result),
      this.outbox.add(tx, loginCompleted(login, account)),
    ]);
    return returnTo;
  }
}

const toSeconds = (date: Date | null): number | undefined =>
  date ? Math.floor(date.getTime() / 1000) : undefined;
