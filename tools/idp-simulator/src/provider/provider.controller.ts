import { Router, type RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import { switchedOn, type Faults } from '../faults.js';
import type { Personality } from '../personality.js';

/** What has come to a token endpoint since the simulator started, for tests that look at who sent a code twice. */
export interface Traffic {
  tokenRequests: number;
  replayedCodes: number;
}

/** Everything below the issuer: first the faults that stop a request, then oidc-provider. */
export function providerRoutes(
  provider: Provider,
  { personality, faults, traffic }: { personality: Personality; faults: () => Faults; traffic: Traffic },
): Router {
  const routes = Router();
  provider.on('grant.error', (_ctx, { error_detail: detail }) => {
    if (detail === 'authorization code already consumed') traffic.replayedCodes += 1;
  });
  routes.post(personality.routes?.token ?? '/token', async (_request, response, next) => {
    traffic.tokenRequests += 1;
    for (const fault of switchedOn(faults())) {
      await fault.tokenRequest?.(response, faults().slow);
      if (response.headersSent) return;
    }
    next();
  });
  routes.use(pinned(provider));
  return routes;
}

/** Answers nothing at all below the issuer, the login page included, while the provider is "down". */
export const whileDown =
  (faults: () => Faults): RequestHandler =>
  (_request, response, next) => {
    for (const fault of switchedOn(faults())) fault.request?.(response);
    if (!response.headersSent) next();
  };

/** oidc-provider builds addresses from the Host header; only the issuer's own host may get into them. */
function pinned(provider: Provider): RequestHandler {
  const { host, protocol } = new URL(provider.issuer);
  const callback = provider.callback();
  return (request, response) => {
    request.headers.host = request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    void callback(request, response);
  };
}
