import { readTraceparent } from './trace.js';

/**
 * Names the cookie by which a browser's hops of one login belong to one trace. It is bound to the paths of its login like
 * the sealed cookies beside it, and holds nothing but the trace's own ids.
 */
export const traceCookieOf = (cookie: string): string => `${cookie}_trace`;

const CALLBACK = /^\/oauth2\/idpresponse(?:\/[^?]*)?\?(?:.*&)?state=([\w-]{8})/;

/** The trace that a browser is in with this request: that of its login, by the cookie of the path or of the state. */
export const traceparentOf = (url: string, cookies: string | undefined): string | undefined => {
  if (!cookies?.includes('_trace=')) return undefined;
  const state = CALLBACK.exec(url)?.[1];
  const kind = state ? `login_${state}` : 'interaction_(?:request|return)';
  const [, traceparent] =
    new RegExp(`(?:^|; )(?:__Secure-)?portico_${kind}_trace=([^;]*)`).exec(cookies) ?? [];
  return readTraceparent(traceparent) && traceparent;
};
