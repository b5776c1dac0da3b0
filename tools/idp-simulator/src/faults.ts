import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'express';
import type { JWTPayload } from 'jose';
import { z } from 'zod';

/** The switches of one personality; what a request leaves out is off. */
export const Faults = z.strictObject({
  /** Milliseconds that the token endpoint waits. */
  slow: z.int().min(0).max(120_000).default(0),
  down: z.boolean().default(false),
  garbage: z.boolean().default(false),
  refuseSecret: z.boolean().default(false),
  unverified: z.boolean().default(false),
  wrongNonce: z.boolean().default(false),
  badSignature: z.boolean().default(false),
  wrongAudience: z.boolean().default(false),
  wrongIssuer: z.boolean().default(false),
  expired: z.boolean().default(false),
});
export type Faults = z.infer<typeof Faults>;
export type FaultName = keyof Faults;

/** One way to misbehave, and the one place where it takes hold. */
export interface Fault {
  /** For the switch on the control page. */
  says: string;
  /** Any request below the issuer; it may answer it. */
  request?(response: Response): void;
  /** A request to the token endpoint; it may answer it. */
  tokenRequest?(response: Response, milliseconds: number): void | Promise<void>;
  /** The claims about the person, in userinfo and ID token alike. */
  profile?(claims: Record<string, unknown>): Record<string, unknown>;
  idToken?(claims: JWTPayload): JWTPayload;
  /** The ID token is signed with a key that is not the published one. */
  otherKey?: true;
}

/** In this order, the first that answers wins. */
export const FAULTS: Record<FaultName, Fault> = {
  down: { says: 'Every endpoint answers 503', request: answers503 },
  slow: { says: 'The token endpoint waits (milliseconds)', tokenRequest: waits },
  garbage: { says: 'The token endpoint answers HTML', tokenRequest: answersHtml },
  refuseSecret: { says: 'The token endpoint refuses the client secret', tokenRequest: refusesSecret },
  unverified: { says: 'Nobody’s e-mail address is verified', profile: withUnverifiedEmail },
  wrongNonce: { says: 'The ID token carries another nonce', idToken: withAnotherNonce },
  badSignature: { says: 'The ID token is signed with an unknown key', otherKey: true },
  wrongAudience: { says: 'The ID token is for another client', idToken: forAnotherClient },
  wrongIssuer: { says: 'The ID token names another issuer', idToken: fromAnotherIssuer },
  expired: { says: 'The ID token expired an hour ago', idToken: expiredAnHourAgo },
};

/** The faults that are switched on. */
export const switchedOn = (faults: Faults): Fault[] =>
  (Object.keys(FAULTS) as FaultName[]).filter((name) => faults[name]).map((name) => FAULTS[name]);

function answers503(response: Response): void {
  response.status(503).type('text').send('Service Unavailable');
}

async function waits(_response: Response, milliseconds: number): Promise<void> {
  await wait(milliseconds);
}

function answersHtml(response: Response): void {
  response.status(200).type('html').send('<!doctype html><title>Welcome</title><h1>It works!</h1>');
}

function refusesSecret(response: Response): void {
  response
    .status(401)
    .json({ error: 'invalid_client', error_description: 'Invalid client or Invalid client credentials' });
}

function withUnverifiedEmail(claims: Record<string, unknown>): Record<string, unknown> {
  return { ...claims, email_verified: false };
}

function withAnotherNonce(claims: JWTPayload): JWTPayload {
  return { ...claims, nonce: 'the-nonce-of-another-login' };
}

function forAnotherClient(claims: JWTPayload): JWTPayload {
  return { ...claims, aud: 'another-client', azp: 'another-client' };
}

function fromAnotherIssuer(claims: JWTPayload): JWTPayload {
  return { ...claims, iss: 'https://idp.attacker.example' };
}

function expiredAnHourAgo(claims: JWTPayload): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return { ...claims, iat: now - 7200, auth_time: now - 7200, exp: now - 3600 };
}
