import { Injectable } from '@nestjs/common';
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { DecideSession } from '../sessions/decide-session.js';
import { FindSession } from '../sessions/find-session.js';
import { tenantIdsOf } from '../applications/client.rules.js';

/** When a browser has to sign in: never for consent, and again once its session's way in is no longer allowed. */
@Injectable()
export class InteractionPolicy {
  constructor(
    private readonly findSession: FindSession,
    private readonly decideSession: DecideSession,
  ) {}

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
    const found = await this.findSession.run(session.uid);
    if (!found) return false;
    return (await this.decideSession.run(found, { tenantIds: tenantIdsOf(client) }, 'keep')).allowed;
  }
}
