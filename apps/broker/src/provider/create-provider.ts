import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeySet } from '@portico/secrets';
import { Logger } from '@nestjs/common';
import { type Client, Provider } from 'oidc-provider';
import { hashSecret } from '../applications/application.rules.js';
import { secretHashesOf } from '../applications/client.rules.js';
import type { OpenIdProvider } from '../issuer/openid-provider.js';
import { answerPostByGet } from './answer-post-by-get.js';
import type { FinishRequest } from './finish-request.js';
import { countAnswers } from './provider-figures.js';
import type { ProviderConfiguration } from './provider-configuration.js';
import { fromCognito } from '../logouts/logout-request.rules.js';
import type { TellLogout } from '../logouts/applications.client.js';
import { checkDefaults } from './unsafe-defaults.rules.js';

/** What of Portico the OpenID Provider calls besides its configuration. */
interface Surroundings {
  jwks: KeySet;
  finishRequest: FinishRequest;
}

/** The OpenID Provider towards applications. */
export const createProvider = (
  issuer: string,
  configuration: ProviderConfiguration,
  { jwks, finishRequest }: Surroundings,
): Provider => {
  const logger = new Logger(Provider.name);
  const provider = new Provider(issuer, checkDefaults(configuration.run(issuer, jwks)));
  provider.proxy = true;
  compareHashedSecrets(provider);
  leaveLogoutsToTheQueue(provider);
  nameEverySession(provider);
  provider.on('server_error', (_ctx, error) => logger.error({ err: error }, 'the provider failed'));
  countAnswers(provider);
  provider.use(async (ctx, next) => await answerPostByGet(ctx, next));
  provider.use(async (ctx, next) => {
    if (ctx.path === '/logout' && ctx.query['logout_uri']) ctx.querystring = fromCognito(ctx.querystring);
    await next();
    await finishRequest.run(ctx);
  });
  return provider;
};

/**
 * The stored secrets are hashes of one length, and so is what becomes of the one that an application presents: each
 * that counts now is compared in constant time.
 */
const compareHashedSecrets = ({ Client: { prototype } }: Provider): void => {
  prototype.compareClientSecret = function compareHashed(this: Client, presented: string) {
    const hash = Buffer.from(hashSecret(presented));
    const matches = secretHashesOf(this).map((kept) => {
      const right = Buffer.from(kept);
      return right.length === hash.length && timingSafeEqual(right, hash);
    });
    return matches.includes(true);
  };
};

/**
 * oidc-provider would send each logout token once, while the browser that signs out waits. What ends a session has
 * queued them (logouts/); only outside a request, where the queue asks for it, one is really sent.
 */
const leaveLogoutsToTheQueue = ({ Client: { prototype } }: Provider): void => {
  const send = prototype.backchannelLogout as TellLogout;
  prototype.backchannelLogout = async function sendFromTheQueue(this: Client, sub: string, sid: string) {
    if (!Provider.ctx) await send.call(this, sub, sid);
  };
};

/** ID tokens carry `sid` for every application, not only for those that listen for logouts. */
const nameEverySession = ({ Client: { prototype } }: Provider): void => {
  prototype.includeSid = () => true;
};

/** oidc-provider derives addresses from request headers; it gets the issuer's own, whatever a request claims. */
export const pinnedCallback = (
  openIdProvider: OpenIdProvider,
): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const callbacks = new WeakMap<Provider, ReturnType<Provider['callback']>>();
  const callbackOf = (provider: Provider): ReturnType<Provider['callback']> => {
    const callback = callbacks.get(provider) ?? provider.callback();
    callbacks.set(provider, callback);
    return callback;
  };
  return (request, response) => {
    const provider = openIdProvider.current;
    const { host, protocol } = new URL(provider.issuer);
    Object.assign(request.headers, {
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
    });
    void callbackOf(provider)(request, response);
  };
};
