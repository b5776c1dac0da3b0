import { Injectable } from '@nestjs/common';
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { KeepSession } from '../sessions/keep-session.js';
import { tenantIdsOf } from '../applications/client.rules.js';

/** When a browser has to sign in: never for consent, and again once its session's way in is no longer allowed. */
@Injectable()
export class InteractionPolicy {
  constructor(private readonly keepSession: KeepSession) {}

  run(): interactionPolicy.DefaultPolicy {
    const { base, Check } = interactionPolicy;
    const policy = base();
    policy.remove('consent');
    policy
      .get('login')
      ?.checks.add(
        new Check(
          'session_not_kept',
          'the session is no longer allowed',
          async (ctx) => !(await this.isKept(ctx)),
        ),
      );
    return policy;
  }

  private async isKept(ctx: KoaContextWithOIDC): Promise<boolean> {
    const { session, client, result } = ctx.oidc;
    // A login that has just ended was decided as it ended.
    if (!session?.accountId || result?.login) return true;
    return (await this.keepSession.run(session.uid, { tenantIds: tenantIdsOf(client) })) !== null;
  }
}
