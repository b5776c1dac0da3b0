import type { Purpose } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import type { Account, FindAccount as FindAccountHook, KoaContextWithOIDC } from 'oidc-provider';
import { BeginSession } from '../sessions/begin-session.js';
import { FindSession } from '../sessions/find-session.js';
import { KeepHeldSession } from '../sessions/keep-held-session.js';
import { NoteUse } from '../sessions/note-use.js';
import type { Session } from '../sessions/session.store.js';
import type { InteractionResult } from '../interactions/interaction.store.js';
import { defer } from './deferred-writes.js';
import { toClaims } from './claims.rules.js';
import { admissionOf } from '../applications/client.rules.js';

/** What a code or a token is shown for; an access token, to be answered to. */
const PURPOSES: Record<string, Purpose> = { AuthorizationCode: 'issue', RefreshToken: 'refresh' };

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
    private readonly keepHeldSession: KeepHeldSession,
    private readonly noteUse: NoteUse,
  ) {}

  async run(ctx: KoaContextWithOIDC, sub: string, source: Source): Promise<Account | undefined> {
    const session = source ? await this.allowedSessionOf(ctx, source) : await this.browserSessionOf(ctx);
    if (!session || session.account.userId !== sub) return undefined;
    await this.noteUse.run(session);
    return { accountId: sub, claims: () => toClaims(session), method: session.method };
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
    if (uid === undefined) return null;
    return await this.keepHeldSession.run(uid, {
      application: admissionOf(ctx.oidc.client),
      purpose: PURPOSES[source.kind] ?? 'keep',
    });
  }
}
