import { Injectable } from '@nestjs/common';
import { decodeJwt } from 'jose';
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
        'login_required',
        async (ctx) => !(await this.isKept(ctx)),
      ),
    );
    // The provider's own two forget that acr is essential where acr_values are sent too, and ask for ever.
    for (const name of ['essential_acr', 'essential_acrs']) checks?.remove(name);
    checks?.add(new Check('acr_not_met', 'the essential acr could not be obtained', (ctx) => !isAcrMet(ctx)));
    checks?.add(new Check('another_person', 'another person has signed in', checkHintedPerson));
    askOnce(checks?.get('claims_id_token_sub_value'));
    return policy;
  }

  private async isKept(ctx: KoaContextWithOIDC): Promise<boolean> {
    const { session, client, result } = ctx.oidc;
    // A login that has just ended was decided as it ended.
    if (!session?.accountId || result?.login) return true;
    return (await this.keepSession.run(session.uid, admissionOf(client))) !== null;
  }
}

/**
 * Refuses a sign-in that has just ended with another person than the hint's (OpenID Connect Core 1.0 §3.1.2.1), whose
 * signature was checked as the request came in.
 */
const checkHintedPerson = ({ oidc: { params, session, result } }: KoaContextWithOIDC): boolean => {
  const hint = params?.['id_token_hint'];
  if (result?.login && typeof hint === 'string' && decodeJwt(hint).sub !== session?.accountId)
    throw new errors.LoginRequired('another person has signed in');
  return false;
};

/**
 * The application has named the person by a claim. Another one who has just signed in is not asked for ever: the application is
 * told (OpenID Connect Core 1.0 §5.5.1).
 */
const askOnce = (check: interactionPolicy.Check | undefined): void => {
  if (!check) return;
  const isAnother = check.check;
  check.check = async (ctx) => {
    const mustAsk = await isAnother(ctx);
    if (mustAsk && ctx.oidc.result?.login) throw new errors.LoginRequired('another person has signed in');
    return mustAsk;
  };
};

/** Refuses a sign-in that has just ended without what the application called essential: another would end alike. */
const isAcrMet = ({ oidc: { params, session, result } }: KoaContextWithOIDC): boolean => {
  const { essentialAcrs } = readWishes(params ?? {});
  const isMet = essentialAcrs.length === 0 || essentialAcrs.includes(session?.acr ?? '');
  if (!isMet && result?.login)
    throw new errors.UnmetAuthenticationRequirements('the essential acr could not be obtained');
  return isMet;
};
