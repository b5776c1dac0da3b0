import { z } from 'zod';

export const Service = z.enum(['sso-config', 'identity', 'broker']);
export type Service = z.infer<typeof Service>;

/** Where a request goes on to. */
export interface Target {
  service: Service;
  url: URL;
  /** Below the service's address: `/v1/…`. */
  path: string;
  /** Whether lines are streamed there, as many as there are. */
  streams: boolean;
}

/**
 * What the pages need of each service. Not among them: what hands a bearer token out (set-up links are opened by a door
 * of our own), and what is for operators with the command line.
 */
const ALLOWED: Readonly<Record<Service, RegExp>> = {
  'sso-config': /^\/v1\/(tenants|support-requests)(\/|$)/,
  identity: /^\/v1\/tenants\//,
  broker: /^\/v1\/tenants\//,
};

const IMPORTS = /^\/v1\/tenants\/[^/]+\/user-imports$/;

/**
 * The address at the service for one of ours (`/api/{service}/v1/…?…`), or null where nothing is forwarded to. What is
 * compared is the path as the URL parser leaves it, without `..` in any spelling, because so it is sent.
 */
export const findTarget = (address: string, bases: Readonly<Record<Service, string>>): Target | null => {
  const [, name, rest] = /^\/api\/([a-z-]+)(\/.*)$/s.exec(address) ?? [];
  const service = Service.safeParse(name).data;
  if (!service || rest === undefined) return null;
  const base = new URL(bases[service]);
  const prefix = base.pathname === '/' ? '' : base.pathname;
  const url = URL.parse(base.origin + prefix + rest);
  if (url?.origin !== base.origin || !url.pathname.startsWith(`${prefix}/`)) return null;
  const path = url.pathname.slice(prefix.length);
  if (!ALLOWED[service].test(path)) return null;
  return { service, url, path, streams: service === 'identity' && IMPORTS.test(path) };
};
