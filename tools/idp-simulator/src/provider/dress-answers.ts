import { createHash } from 'node:crypto';
import { decodeJwt, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { switchedOn, type Switches } from '../faults/switches.js';
import type { Claims, Login, Personality, TokenAuth } from '../personality.js';
import { aboutOf, loginOf } from './about.js';
import { otherLoopback } from './other-loopback.js';
import { SigningKeys } from './signing-keys.js';
import { reasonOf } from './token-refusal.js';

export interface Dressing {
  personality: Personality;
  simulatorUrl: string;
  switches: () => Switches;
  key: JWK;
  /** The one way in which the application may prove itself, if there is only one. */
  tokenAuthOf: (clientId: string) => TokenAuth | undefined;
}

type Dress = (ctx: KoaContextWithOIDC, dressing: Dressing & { keys: SigningKeys }) => void | Promise<void>;

/** Makes oidc-provider's answers look like the personality's own, and wrong where a fault is switched on. */
export function dressAnswers(provider: Provider, dressing: Dressing): void {
  const { personality } = dressing;
  const known = { ...dressing, keys: new SigningKeys(dressing.key) };

  provider.on('authorization.success', (ctx, answer) => {
    if (!answer) return;
    Object.assign(answer, personality.authorizationAnswer?.(loginOf(ctx, personality)));
    if (!personality.answersWithIssuer) Object.assign(answer, { iss: undefined });
  });
  provider.on('grant.error', (ctx, error) => {
    const detail = error.error_detail ?? error.error_description ?? '';
    const about = { ...aboutOf(ctx, personality), error: error.error, detail };
    refuse(ctx, personality.refuseToken(reasonOf(detail), about));
  });
  provider.use(async (ctx, next) => {
    await next();
    const dressed = ctx as KoaContextWithOIDC;
    // A path that is nobody's endpoint has no such context.
    const { oidc } = ctx as Partial<KoaContextWithOIDC>;
    if (oidc) await DRESSES[oidc.route]?.(dressed, known);
  });
}

const DRESSES: Partial<Record<string, Dress>> = {
  token: dressTokens,
  userinfo: dressUserinfo,
  discovery: dressDiscovery,
  jwks: async (ctx, { switches, keys }) => {
    if (switchedOn(switches()).some(({ key }) => key === 'published')) ctx.body = await keys.rotated();
  },
  authorization: dressRedirect,
  resume: dressRedirect,
};

const refuse = (ctx: KoaContextWithOIDC, { status, body }: { status: number; body: Claims }): void => {
  // oidc-provider adds a challenge to a refused Authorization header; not every provider does.
  ctx.remove('WWW-Authenticate');
  Object.assign(ctx, { status, body });
};

async function dressTokens(ctx: KoaContextWithOIDC, known: Parameters<Dress>[1]): Promise<void> {
  const answer = ctx.body as { id_token?: string; access_token: string } | undefined;
  if (!answer?.id_token) return;
  const place = wrongPlaceOfSecret(ctx, known);
  if (place) {
    const detail = `client_secret must be provided in the ${place}`;
    const about = { ...aboutOf(ctx, known.personality), error: 'invalid_request', detail };
    return refuse(ctx, known.personality.refuseToken('method_wrong', about));
  }
  const login = loginOf(ctx, known.personality);
  const made = { ...decodeJwt(answer.id_token), at_hash: hashOf(answer.access_token) };
  const idToken = await signAgain(made, login, known);
  ctx.body = { ...answer, ...known.personality.tokenAnswer?.(login), id_token: idToken };
}

/** OpenID Connect Core 1.0 §3.1.3.6: optional from the token endpoint; oidc-provider leaves it out, most providers do not. */
const hashOf = (accessToken: string): string =>
  createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');

/** Where the secret should have been; oidc-provider takes it in either place, whatever the client's registration says. */
function wrongPlaceOfSecret(
  { req, oidc }: KoaContextWithOIDC,
  { tokenAuthOf }: Dressing,
): string | undefined {
  const wanted = tokenAuthOf(oidc.client?.clientId ?? '');
  const used: TokenAuth = req.headers.authorization === undefined ? 'post' : 'basic';
  if (wanted === undefined || wanted === used) return undefined;
  return wanted === 'basic' ? 'Authorization header' : 'body';
}

/** The ID token once more, with the claims that the personality gives it and the faults that are switched on. */
async function signAgain(
  made: JWTPayload,
  login: Login,
  { personality, simulatorUrl, switches, keys }: Parameters<Dress>[1],
): Promise<string> {
  const on = switchedOn(switches());
  const issuer = `${simulatorUrl}${personality.issuerPath}`;
  const claims = on.reduce(
    (sofar, { value, profile, idToken }) => {
      const told = profile?.(sofar) ?? sofar;
      return idToken?.(told, { amount: value, issuer, authTime: login.authTime }) ?? told;
    },
    personality.idToken(made, login),
  );
  const { key, kid } = await keys.choose(on.find((fault) => fault.key)?.key);
  return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(key);
}

function dressUserinfo(ctx: KoaContextWithOIDC, { switches }: Dressing): void {
  if (ctx.status !== 200) return;
  ctx.body = switchedOn(switches()).reduce((sofar, { profile, userinfo }) => {
    const told = profile?.(sofar) ?? sofar;
    return userinfo?.(told) ?? told;
  }, ctx.body as Claims);
}

function dressDiscovery(ctx: KoaContextWithOIDC, { personality, simulatorUrl }: Dressing): void {
  const document = ctx.body as Claims;
  const elsewhere = (personality.elsewhere ?? []).map((endpoint) => {
    const { pathname } = new URL(ctx.oidc.urlFor(endpoint));
    return [
      endpoint === 'jwks' ? 'jwks_uri' : `${endpoint}_endpoint`,
      `${otherLoopback(simulatorUrl)}${pathname}`,
    ];
  });
  ctx.body = {
    ...document,
    authorization_response_iss_parameter_supported: personality.answersWithIssuer || undefined,
    ...Object.fromEntries(elsewhere),
    ...personality.discovery?.(simulatorUrl, new URL(ctx.oidc.urlFor('discovery')).pathname),
  };
}

/** oidc-provider names the issuer in every refusal that it redirects (RFC 9207); not every provider does. */
function dressRedirect(ctx: KoaContextWithOIDC, { personality }: Dressing): void {
  const target = URL.parse(ctx.response.get('Location'));
  if (personality.answersWithIssuer || !target?.searchParams.has('error')) return;
  target.searchParams.delete('iss');
  ctx.set('Location', target.href);
}
