import { Injectable } from '@nestjs/common';
import type { Account, FindAccount as FindAccountHook, KoaContextWithOIDC } from 'oidc-provider';
import { BeginSession } from '../sessions/begin-session.js';
import { DecideSession } from '../sessions/decide-session.js';
import { FindHeldSession } from '../sessions/find-held-session.js';
import { FindSession } from '../sessions/find-session.js';
import type { Session } from '../sessions/session.store.js';
import type { InteractionResult } from '../interactions/interaction.store.js';
import { defer } from './deferred-writes.js';
import { toClaims } from './claims.rules.js';
import { tenantIdsOf } from '../applications/client.rules.js';

type Source = Parameters<FindAccountHook>[2];

/**
 * The person behind a session cookie, a code or a token: oidc-provider asks at every door.
 * Codes and tokens are decided afresh; none is honoured that the settings of now forbid.
 */
@Injectable()
export class FindAccount {
  constructor(
    private readonly beginSession: BeginSession,
    private readonly findSession: FindSession,
    private readonly findHeldSession: FindHeldSession,
    private readonly decideSession: DecideSession,
  ) {}

  async run(ctx: KoaContextWithOIDC, sub: string, source: Source): Promise<Account | undefined> {
    const session = source ? await this.allowedSessionOf(ctx, source) : await this.browserSessionOf(ctx);
    if (!session || session.account.userId !== sub) return undefined;
    return { accountId: sub, claims: () => toClaims(session) };
  }

  private async browserSessionOf(ctx: KoaContextWithOIDC): Promise<Session | null> {
    const uid = ctx.oidc.session?.uid ?? '';
    const result = ctx.oidc.result as InteractionResult | undefined;
    if (!result?.login) return await this.findSession.run(uid);
    const { tenantId, loginId } = result;
    const interactionUid = ctx.oidc.entities.Interaction?.uid ?? '';
    const { session, begin } = await this.beginSession.run(uid, { tenantId, loginId, interactionUid });
    defer({ tenantId, run: begin });
    return session;
  }

  private async allowedSessionOf(
    ctx: KoaContextWithOIDC,
    source: NonNullable<Source>,
  ): Promise<Session | null> {
    const uid = 'sessionUid' in source ? source.sessionUid : undefined;
    const held = uid === undefined ? null : await this.findHeldSession.run(uid);
    if (!held) return null;
    const purpose = source.kind === 'AuthorizationCode' ? 'issue' : 'keep';
    const application = { tenantIds: tenantIdsOf(ctx.oidc.client) };
    const request = { application, purpose, known: held.known } as const;
    return (await this.decideSession.run(held.session, request)).allowed ? held.session : null;
  }
}
