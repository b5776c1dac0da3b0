import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { readJsonObject } from './json.rules.js';
import { type RefusalReason, UpstreamRefusal } from './upstream-refusal.js';

/** What is asked of an IdP. */
export type IdpPurpose = 'discovery' | 'keys' | 'token' | 'userinfo';
/** What an answer is for; decides how large it may be. The last two are asked of applications. */
export const PURPOSES = ['discovery', 'keys', 'token', 'userinfo', 'application keys', 'logout'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** In bytes, decoded. */
const MOST_BYTES: Record<Purpose, number> = {
  discovery: 512_000,
  keys: 512_000,
  token: 64_000,
  userinfo: 256_000,
  'application keys': 64_000,
  logout: 16_000,
};

/**
 * Reads an answer within its limit: a success must be a JSON object, for userinfo also a JWT. A client error keeps
 * its body only if that is one too. Redirects, server errors and everything else are refused. Of an application that
 * is told of a logout the status is all that counts.
 */
export const readAnswer = async (
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  purpose: Purpose,
): Promise<Response> => {
  body.on('error', () => undefined);
  const refusal = refusalOf(status);
  if (refusal) {
    body.destroy();
    throw new UpstreamRefusal(refusal, `status ${status.toString()}`);
  }
  if (purpose === 'logout') {
    await body.dump({ limit: MOST_BYTES.logout });
    return new Response(null, { status });
  }
  const text = await readText(decoded(body, headers['content-encoding']), MOST_BYTES[purpose]);
  const type = mediaTypeOf(headers['content-type']);
  const usable = type === 'application/jwt' ? purpose === 'userinfo' : isJson(type, text);
  if (!usable && status < 300) throw new UpstreamRefusal('unusable', 'not a JSON object');
  // No other header goes on: a WWW-Authenticate would hide the error in the body from openid-client.
  return new Response(usable ? text : '', { status, headers: usable ? { 'content-type': type } : {} });
};

const refusalOf = (status: number): RefusalReason | undefined => {
  if (status >= 500 || status === 429) return 'unreachable';
  return status < 200 || (status >= 300 && status < 400) ? 'unusable' : undefined;
};

const decoded = (body: Readable, encoding: string | string[] | undefined): Readable => {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding === 'gzip') return pipeline(body, createGunzip(), () => undefined);
  body.destroy();
  throw new UpstreamRefusal('unusable', 'an encoding that was not asked for');
};

const readText = async (body: Readable, mostBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > mostBytes) throw new UpstreamRefusal('unusable', `more than ${mostBytes.toString()} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const mediaTypeOf = (header: string | string[] | undefined): string =>
  (typeof header === 'string' ? header : '').split(';')[0]?.trim().toLowerCase() ?? '';

const isJson = (type: string, text: string): boolean => {
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(type)) return false;
  try {
    readJsonObject(text);
    return true;
  } catch {
    return false;
  }
};
