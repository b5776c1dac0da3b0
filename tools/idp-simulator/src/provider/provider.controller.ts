import type { IncomingMessage } from 'node:http';
import { Router, type RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import { switchedOn, type Switches } from '../faults/switches.js';
import type { Personality } from '../personality.js';

/** What has come to a token endpoint since the simulator started, for tests that look at who sent a code twice. */
export interface Traffic {
  tokenRequests: number;
  replayedCodes: number;
}

const DOCUMENT = '/.well-known/openid-configuration';

/** Everything below the mount path: first the faults that stop a request, then oidc-provider. */
export function providerRoutes(
  provider: Provider,
  {
    personality,
    switches,
    traffic,
  }: { personality: Personality; switches: () => Switches; traffic: Traffic },
): Router {
  const { routes: paths, userinfoMethods, mountPath, issuerPath, elsewhere = [] } = personality;
  const routes = Router();
  for (const endpoint of elsewhere) routes.use(paths[endpoint] ?? '/', notAt(new URL(provider.issuer).host));
  provider.on('grant.error', (_ctx, { error_detail: detail }) => {
    if (detail === 'authorization code already consumed') traffic.replayedCodes += 1;
  });
  routes.post(paths.token ?? '/token', async (_request, response, next) => {
    traffic.tokenRequests += 1;
    for (const fault of switchedOn(switches())) {
      await fault.tokenRequest?.({ response, personality, amount: fault.value });
      if (response.headersSent) return;
    }
    next();
  });
  if (userinfoMethods) routes.all(paths.userinfo ?? '/userinfo', only(userinfoMethods));
  // The issuer may be deeper than the endpoints are; its document is below the issuer.
  routes.get(`${issuerPath.slice(mountPath.length)}${DOCUMENT}`, atPath(DOCUMENT, pinned(provider)));
  routes.use(pinned(provider));
  return routes;
}

/** Answers nothing at all, the login page included, while the provider is "down". */
export const whileDown =
  (switches: () => Switches): RequestHandler =>
  (_request, response, next) => {
    for (const fault of switchedOn(switches())) if (!response.headersSent) fault.request?.(response);
    if (!response.headersSent) next();
  };

const only =
  (methods: readonly string[]): RequestHandler =>
  (request, response, next) =>
    methods.includes(request.method)
      ? next()
      : void response.status(405).set('Allow', methods.join(', ')).end();

/** What the real provider has on another host is not to be found by guessing from the issuer. */
const notAt =
  (host: string): RequestHandler =>
  (request, response, next) =>
    request.headers.host === host ? void response.status(404).end() : next();

/** oidc-provider reads where it is mounted from the difference between the two addresses of a request. */
const atPath =
  (path: string, handler: RequestHandler): RequestHandler =>
  (request, response, next) => {
    request.url = path;
    request.originalUrl = `${request.baseUrl}${path}`;
    return handler(request, response, next);
  };

/** oidc-provider builds addresses from the Host header; only the issuer's own host may get into them. */
function pinned(provider: Provider): RequestHandler {
  const { host, protocol } = new URL(provider.issuer);
  const callback = provider.callback() as (request: IncomingMessage, response: unknown) => Promise<void>;
  return (request, response) => {
    request.headers.host = request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    void callback(request, response);
  };
}
