import type { CustomFetchOptions } from 'openid-client';
import type { IdpPurpose } from './wall-answer.client.js';
import type { WallRequest } from './wall.client.js';

/** What openid-client wants to send, as the wall takes it. */
export const toRequest = ({ method, headers, body }: CustomFetchOptions): WallRequest => ({
  method,
  headers,
  ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
});

/** By the shape of the request: the addresses are the IdP's choice and may all be one. */
export const purposeOf = ({ method, headers }: WallRequest): Exclude<IdpPurpose, 'discovery'> => {
  if (method === 'POST') return 'token';
  return headers['authorization'] ? 'userinfo' : 'keys';
};

/** The userinfo request by POST: the token stays in the header (RFC 6750 §2.1), the form is empty. */
export const toEmptyForm = ({ headers, provider }: WallRequest): WallRequest => ({
  provider,
  method: 'POST',
  headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  body: '',
});
