import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { type Client, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { hashSecret } from '../applications/application.rules.js';
import { secretHashesOf } from '../applications/client.rules.js';
import type { ProviderConfiguration } from './provider-configuration.js';
import type { SignOut } from './sign-out.js';
import type { WriteDeferred } from './write-deferred.js';

/** What oidc-provider answers, before Nest reads bodies. */
export const PROVIDER_PATHS =
  /^\/(oauth2\/(authorize|token|userInfo|par|revoke|introspect)|logout|\.well-known)(\/|$)/i;

/** The OpenID Provider towards applications. */
export const createProvider = (
  issuer: string,
  configuration: ProviderConfiguration,
  { signOut, writeDeferred }: { signOut: SignOut; writeDeferred: WriteDeferred },
): Provider => {
  const logger = new Logger(Provider.name);
  const provider = new Provider(issuer, configuration.run(issuer));
  provider.proxy = true;
  compareHashedSecrets(provider);
  provider.on('server_error', (_ctx, error) => logger.error({ err: error }, 'the provider failed'));
  provider.use(async (ctx, next) => {
    await next();
    await signOut.run(ctx as KoaContextWithOIDC);
    await writeDeferred.run(ctx);
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

/** oidc-provider derives addresses from request headers; it gets the issuer's own, whatever a request claims. */
export const pinnedCallback = (
  provider: Provider,
): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const { host, protocol } = new URL(provider.issuer);
  const callback = provider.callback();
  return (request, response) => {
    Object.assign(request.headers, {
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
    });
    void callback(request, response);
  };
};
