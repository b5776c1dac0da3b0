import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import {
  errors,
  Provider,
  type ClientMetadata,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { switchedOn, type Switches } from '../faults/switches.js';
import type { Claims, Personality } from '../personality.js';
import type { Registration, StateStore } from '../state.store.js';
import { renderMessage } from '../views/pages.view.js';
import { aboutOf, personOf } from './about.js';
import { dressAnswers } from './dress-answers.js';
import { policyOf } from './interaction-policy.js';
import { memoryAdapter } from './memory-adapter.js';
import { signedOut, signOut } from './sign-out.js';

/** The OpenID Provider of one personality: oidc-provider, with its addresses, claims, pages and manners. */
export async function createProvider(
  personality: Personality,
  simulatorUrl: string,
  { state, switches }: { state: StateStore; switches: () => Switches },
): Promise<Provider> {
  const { name, issuerPath } = personality;
  const key = await state.getKey(name);
  const provider = new Provider(`${simulatorUrl}${issuerPath}`, {
    ...behaviour(personality, key),
    adapter: memoryAdapter((clientId) => {
      const client = toClient(clientId, personality, state.findClient(name, clientId));
      return (
        client && switchedOn(switches()).reduce((sofar, fault) => fault.client?.(sofar) ?? sofar, client)
      );
    }),
    findAccount: (_ctx, accountId) => {
      const person = personOf(personality, accountId);
      if (!person) return undefined;
      const claims = (place: string): Claims & { sub: string } => ({
        ...personality.profile(person, place === 'userinfo' ? 'userinfo' : 'id_token'),
        sub: accountId,
      });
      return { accountId, claims };
    },
    loadExistingGrant: async (ctx) => {
      if (ctx.oidc.account && switchedOn(switches()).some(({ denies }) => denies))
        throw new errors.AccessDenied(personality.denials.notAssigned(aboutOf(ctx, personality)));
      return await grantWithoutAsking(ctx);
    },
  });
  provider.proxy = true; // the handler pins host and protocol to the issuer's
  const tokenAuthOf = (clientId: string) =>
    state.findClient(name, clientId)?.tokenAuth ?? personality.onlyTokenAuth;
  dressAnswers(provider, { personality, simulatorUrl, switches, key, tokenAuthOf });
  return provider;
}

function behaviour(personality: Personality, key: JWK): Configuration {
  const { name, title, routes, pairwise } = personality;
  return {
    jwks: { keys: [key] as unknown as [] },
    routes,
    claims: { ...personality.scopes, acr: null, auth_time: null, iss: null, sid: null },
    conformIdTokenClaims: false, // which claims stand in the ID token is the personality's to say
    acrValues: [...(personality.acr?.values ?? [])],
    subjectTypes: [pairwise ? 'pairwise' : 'public'],
    ...(pairwise && {
      pairwiseIdentifier: (_ctx, accountId, client) => pairwise(accountId, client.clientId),
    }),
    // Cookies know no ports: names of its own keep it apart from the broker and from other personalities.
    cookies: {
      names: {
        session: `idp_${name}_session`,
        interaction: `idp_${name}_login`,
        resume: `idp_${name}_resume`,
      },
      keys: [randomBytes(32).toString('base64url')],
    },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    pkce: { required: () => false }, // verified when sent, demanded only where an admin says so
    interactions: {
      url: (_ctx, { uid }) => `${personality.mountPath}${personality.loginPath}/${uid}`,
      policy: policyOf(personality),
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: false,
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      IdToken: 300,
      RefreshToken: 1800,
      Interaction: 1800,
      Session: 36_000,
      Grant: 36_000,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: routes.pushed_authorization_request !== undefined },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: signOut(title),
        postLogoutSuccessSource: signedOut(title),
      },
    },
    clientBasedCORS: () => false,
    renderError: (ctx, { error }) => {
      const page = personality.refusalPage({ ...aboutOf(ctx, personality), error });
      ctx.type = 'html';
      ctx.body = renderMessage({ title, ...page });
    },
  };
}

const toClient = (
  clientId: string,
  { pairwise }: Personality,
  registration?: Registration,
): ClientMetadata | undefined =>
  registration && {
    client_id: clientId,
    client_secret: registration.clientSecret,
    redirect_uris: registration.redirectUris,
    // Keycloak's setting "+": wherever the client may sign in, it may also come back to after signing out. And where
    // Portico comes back to, which a customer registers by hand.
    post_logout_redirect_uris: [
      ...registration.redirectUris,
      ...new Set(registration.redirectUris.map((uri) => new URL('/logout/done', uri).href)),
    ],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    subject_type: pairwise ? 'pairwise' : 'public',
  };

/** Consent is given beforehand, as for an application that a company has set up for its people. */
async function grantWithoutAsking(ctx: KoaContextWithOIDC) {
  const { provider, client, session, account } = ctx.oidc;
  const kept = client && session?.grantIdFor(client.clientId);
  if (kept) return await provider.Grant.find(kept);
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: account?.accountId });
  grant.addOIDCScope('openid profile email offline_access');
  await grant.save();
  return grant;
}
