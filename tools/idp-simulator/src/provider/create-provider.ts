import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { Provider, type ClientMetadata, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { switchedOn, type Faults } from '../faults.js';
import { findPerson } from '../people.js';
import type { Personality } from '../personality.js';
import type { Registration, StateStore } from '../state.store.js';
import { renderMessage, renderSignOut } from '../views/pages.view.js';
import { dressAnswers } from './dress-answers.js';
import { memoryAdapter } from './memory-adapter.js';

/** The OpenID Provider of one personality: oidc-provider, with its addresses, claims, pages and manners. */
export async function createProvider(
  personality: Personality,
  issuer: string,
  { state, faults }: { state: StateStore; faults: () => Faults },
): Promise<Provider> {
  const key = await state.getKey(personality.name);
  const provider = new Provider(issuer, {
    ...behaviour(personality, key),
    adapter: memoryAdapter((clientId) => toClient(clientId, state.findClient(personality.name, clientId))),
    findAccount: (_ctx, subject) => {
      const person = findPerson(personality.people, subject);
      if (!person) return undefined;
      const claims = () =>
        switchedOn(faults()).reduce(
          (sofar, fault) => fault.profile?.(sofar) ?? sofar,
          personality.profile(person),
        );
      return { accountId: subject, claims: () => ({ sub: subject, ...claims() }) };
    },
  });
  provider.proxy = true; // the handler pins host and protocol to the issuer's
  await dressAnswers(provider, { personality, faults, key });
  return provider;
}

function behaviour(personality: Personality, key: JWK): Configuration {
  const { name, title } = personality;
  return {
    jwks: { keys: [key] as unknown as [] },
    routes: personality.routes,
    claims: { ...personality.scopes, acr: null, auth_time: null, iss: null, sid: null },
    conformIdTokenClaims: false, // the claims of all scopes stand in the ID token
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
    interactions: { url: (_ctx, { uid }) => `${personality.issuerPath}${personality.loginPath}/${uid}` },
    issueRefreshToken: () => true,
    rotateRefreshToken: false,
    loadExistingGrant: grantWithoutAsking,
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
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: signOut(title),
        postLogoutSuccessSource: signedOut(title),
      },
    },
    clientBasedCORS: () => false,
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = renderMessage({ title, heading: 'We are sorry…', text: personality.refusalPage(out.error) });
    },
  };
}

const toClient = (clientId: string, registration?: Registration): ClientMetadata | undefined =>
  registration && {
    client_id: clientId,
    client_secret: registration.clientSecret,
    redirect_uris: registration.redirectUris,
    // Keycloak's setting "+": wherever the client may sign in, it may also come back to after signing out.
    post_logout_redirect_uris: registration.redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
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

/** An application that names the login (`id_token_hint`) signs out at once, as Keycloak does; others are asked. */
const signOut = (title: string) => async (ctx: KoaContextWithOIDC, form: string) => {
  const { IdTokenHint: hint } = ctx.oidc.entities;
  if (!hint) {
    ctx.body = renderSignOut({ title, form });
    return;
  }
  const { post_logout_redirect_uri: target, state } = ctx.oidc.params ?? {};
  await ctx.oidc.session?.destroy();
  ctx.cookies.set(ctx.oidc.provider.cookieName('session'), null);
  if (typeof target !== 'string') return void signedOut(title)(ctx);
  const back = new URL(target);
  if (typeof state === 'string') back.searchParams.set('state', state);
  ctx.redirect(back.href);
};

const signedOut = (title: string) => (ctx: KoaContextWithOIDC) => {
  ctx.body = renderMessage({
    title,
    heading: 'You are signed out',
    text: `Your session at the ${title} simulator has ended.`,
  });
};
