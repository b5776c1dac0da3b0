import { readFileSync } from 'node:fs';
import { Refusal } from './refusal.ts';

/** A bearer of the seed's access token, calling the product's own APIs. */
export interface Api {
  get<T>(url: string): Promise<T>;
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<T>;
}

/** Gets a token by client credentials (RFC 6749 §4.4) for the seed application, whose secret is in that file. */
export const openApi = async (broker: string, seedSecret: string, scopes: string[]): Promise<Api> => {
  const secret = readFileSync(seedSecret, 'utf8').trim();
  const basic = Buffer.from(['seed', secret].map(encodeURIComponent).join(':')).toString('base64');
  const { access_token: token } = await call<{ access_token: string }>(`${broker}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: scopes.join(' '),
      resource: 'urn:portico:api',
    }),
  });
  const authorization = `Bearer ${token}`;
  return {
    get: (url) => call(url, { headers: { authorization } }),
    send: (method, url, body, headers = {}) =>
      call(url, {
        method,
        headers: { authorization, ...(body && { 'content-type': 'application/json' }), ...headers },
        body: body && JSON.stringify(body),
      }),
  };
};

/** One HTTP request; a refusal stops the seed and says which it was. */
export const call = async <T>(url: string, init: RequestInit): Promise<T> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (!response.ok)
    throw new Refusal(
      `${init.method ?? 'GET'} ${url} was refused with ${response.status}: ${text.slice(0, 500)}`,
    );
  return (text ? JSON.parse(text) : undefined) as T;
};
