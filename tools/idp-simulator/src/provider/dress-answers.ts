import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT, type JWK } from 'jose';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { switchedOn, type Faults } from '../faults.js';
import type { Login, Personality } from '../personality.js';
import { makeSigningKey } from '../state.store.js';

export interface Dressing {
  personality: Personality;
  faults: () => Faults;
  key: JWK;
}

/** Makes oidc-provider's answers look like the personality's own, and wrong where a fault is switched on. */
export async function dressAnswers(provider: Provider, dressing: Dressing): Promise<void> {
  const { personality } = dressing;
  const keys = { own: dressing.key, other: await makeSigningKey() };

  provider.on('authorization.success', (ctx, answer) => {
    Object.assign(answer ?? {}, personality.authorizationAnswer(loginOf(ctx)));
  });
  provider.on('grant.error', (ctx, error) => {
    const { status, ...body } = personality.refuseToken({
      status: error.statusCode,
      error: error.error,
      detail: error.error_detail ?? error.error_description ?? '',
      clientKnown: ctx.oidc.client !== undefined,
    });
    // oidc-provider adds a challenge to a refused Authorization header; not every provider does.
    ctx.remove('WWW-Authenticate');
    Object.assign(ctx, { status, body });
  });
  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx as Partial<KoaContextWithOIDC>;
    const answer = ctx.body as { id_token?: string } | undefined;
    if (oidc?.route !== 'token' || !answer?.id_token) return;
    const login = loginOf(ctx as KoaContextWithOIDC);
    const idToken = await signAgain(answer.id_token, login, { ...dressing, keys });
    ctx.body = { ...answer, ...personality.tokenAnswer(login), id_token: idToken };
  });
}

/** The ID token once more, with the claims that the personality gives it and the faults that are switched on. */
async function signAgain(
  token: string,
  login: Login,
  {
    personality,
    faults,
    keys,
  }: Pick<Dressing, 'personality' | 'faults'> & { keys: { own: JWK; other: JWK } },
): Promise<string> {
  const on = switchedOn(faults());
  const claims = on.reduce(
    (sofar, fault) => fault.idToken?.(sofar) ?? sofar,
    personality.idToken(decodeJwt(token), login),
  );
  const key = on.some((fault) => fault.otherKey) ? keys.other : keys.own;
  return await new SignJWT(claims)
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'RS256', typ: 'JWT' })
    .sign(await importJWK(key, 'RS256'));
}

/** Which login an answer belongs to: known from the session at first, and from the code or refresh token later. */
function loginOf({ oidc }: KoaContextWithOIDC): Login {
  const source = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken;
  return {
    clientId: oidc.client?.clientId ?? '',
    sessionUid: source?.sessionUid ?? oidc.session?.uid ?? '',
    authTime: source?.authTime ?? oidc.session?.authTime() ?? 0,
  };
}
