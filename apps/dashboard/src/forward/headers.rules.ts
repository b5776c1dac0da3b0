/** What a service learns of the browser's request: no cookie, no address of a proxy, nothing of the connection. */
const TAKEN = [
  'accept',
  'accept-language',
  'content-type',
  'if-match',
  'if-none-match',
  'idempotency-key',
] as const;

/** What the page learns of the answer: nothing that sets a cookie or weakens the page. */
const GIVEN = ['content-type', 'etag', 'retry-after', 'idempotency-replayed', 'content-disposition'] as const;

export const toServiceHeaders = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    TAKEN.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

export const toPageHeaders = (headers: Headers, service: string): Record<string, string> => {
  const given = GIVEN.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  // Addresses of a service's own resources are ours below /api; any other is none of the page's business.
  const location = headers.get('location');
  return Object.fromEntries(
    location?.startsWith('/v1/') ? [...given, ['location', `/api/${service}${location}`]] : given,
  );
};

const LINES = /^(application\/x-ndjson|text\/csv)\s*(;|$)/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** A form of another site can send none of these types without asking first (Fetch §2.2.2). */
export const takesBody = (contentType: string | undefined, streams: boolean): boolean =>
  (streams ? LINES : JSON_TYPE).test(contentType ?? '');
