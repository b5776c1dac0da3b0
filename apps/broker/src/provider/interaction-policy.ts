import { Injectable } from '@nestjs/common';
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { KeepSession } from '../sessions/keep-session.js';
import { admissionOf } from '../applications/client.rules.js';
import { readWishes } from '../interactions/wishes.rules.js';

/** When a browser has to sign in: never for consent, and again once its session's way in is no longer allowed. */
@Injectable()
export class InteractionPolicy {
  constructor(private readonly keepSession: KeepSession) {}

  run(): interactionPolicy.DefaultPolicy {
    const { base, Check } = interactionPolicy;
    const policy = base();
    // `prompt=consent`, which libraries send for refresh tokens, is heard and asks nothing.
    policy.get('consent')?.checks.clear();
    const checks = policy.get('login')?.checks;
    checks?.add(
      new Check(
        'session_not_kept',
        'the session is no longer allowed',
        async (ctx) => !(await this.isKept(ctx)),
      ),
    );
    // The provider's own two forget that acr is essential where acr_values are sent too, and ask for ever.
    for (const name of ['essential_acr', 'essential_acrs']) checks?.remove(name);
    checks?.add(new Check('acr_not_met', 'the essential acr could not be obtained', (ctx) => !isAcrMet(ctx)));
    return policy;
  }

  private async isKept(ctx: KoaContextWithOIDC): Promise<boolean> {
    const { session, client, result } = ctx.oidc;
    // A login that has just ended was decided as it ended.
    if (!session?.accountId || result?.login) return true;
    return (await this.keepSession.run(session.uid, admissionOf(client))) !== null;
  }
}

/** Refuses a sign-in that has just ended without what the application called essential: another would end alike. */
const isAcrMet = ({ oidc: { params, session, result } }: KoaContextWithOIDC): boolean => {
  const { essentialAcrs } = readWishes(params ?? {});
  const isMet = essentialAcrs.length === 0 || essentialAcrs.includes(session?.acr ?? '');
  if (!isMet && result?.login)
    throw new errors.UnmetAuthenticationRequirements('the essential acr could not be obtained');
  return isMet;
};
