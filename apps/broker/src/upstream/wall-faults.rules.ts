import { type RefusalReason, UpstreamRefusal } from './upstream-refusal.js';

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];
/** Not HTTP, headers too long, a wrong length, a broken gzip stream. */
const NOT_HTTP = /^(?:HPE_|Z_|UND_ERR_HEADERS_OVERFLOW$|UND_ERR_RES_)/;

/** What a failure of sockets, names, TLS or HTTP is to the rest of the room. */
export const toRefusal = (error: unknown, where: string): UpstreamRefusal => {
  if (error instanceof UpstreamRefusal) return new UpstreamRefusal(error.reason, `${where}: ${error.detail}`);
  const code = codeOf(error);
  return new UpstreamRefusal(reasonOf(code), `${where}: ${code}`);
};

const reasonOf = (code: string): RefusalReason => {
  if (TIMEOUTS.includes(code)) return 'timeout';
  return NOT_HTTP.test(code) ? 'unusable' : 'unreachable';
};

const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no code';
};
