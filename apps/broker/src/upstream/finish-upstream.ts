import { AppError } from '@portico/contracts';
import { seal, toPublicKeySet } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import { fetchUserInfo } from 'openid-client';
import { checkCallback, checkState } from './callback.rules.js';
import { completeClaims, toUsualEmail } from './claims.rules.js';
import { exchangeCode } from './exchange-code.client.js';
import { checkIdToken, type Claims, readSubject } from './id-token.rules.js';
import type { UpstreamSession } from '../logins/login.entity.js';
import type { Recheck } from '../logins/upstream-token.store.js';
import { Issuers } from './issuers.client.js';
import { readUpstreamSession } from './upstream-session.rules.js';
import { type Step, toUpstreamError } from './upstream-errors.rules.js';
import { UpstreamSettings } from './upstream-settings.js';
import type { UsableConnection } from '../settings/usable-connection.rules.js';

export interface FinishUpstreamInput {
  tenantId: string;
  connection: UsableConnection;
  /** As sent at the start; the address that the browser came back to is not asked. */
  redirectUri: string;
  callbackParameters: URLSearchParams;
  /** What the start gave, from the browser's sealed cookie. */
  state: string;
  nonce: string;
  codeVerifier: string;
  /** Hears the verified claims of the ID token, and them with userinfo's, even where the login is refused by them. */
  onClaims?: (idToken: Claims, userinfo?: Claims) => void;
}

/** What an IdP has proved about the person at the browser. */
export interface VerifiedIdentity {
  issuer: string;
  /** `sub`; for Azure `tid/oid`. */
  subject: string;
  /** Of the ID token, completed by userinfo; `email` is the claim that the connection names. */
  claims: Claims;
  /** When the person signed in at the IdP, in seconds since 1970. */
  authTime?: number;
  acr?: string;
  amr?: string[];
  /** The session at the IdP, for whatever ends it there. */
  upstream: UpstreamSession;
  /** By what it is asked again later, where the connection wants that and the IdP gives it. */
  recheck?: Recheck;
}

/**
 * Turns the answer of an IdP into a verified identity: checks it, exchanges the code, verifies the ID token, calls
 * userinfo. Everything together ends within ten seconds. The login must be claimed before.
 */
@Injectable()
export class FinishUpstream {
  constructor(
    private readonly issuers: Issuers,
    private readonly settings: UpstreamSettings,
  ) {}

  async run(input: FinishUpstreamInput): Promise<VerifiedIdentity> {
    checkState(input.callbackParameters, input.state);
    return await within(this.settings.times.totalMs, this.redeem(input));
  }

  private async redeem(input: FinishUpstreamInput): Promise<VerifiedIdentity> {
    const { tenantId, connection } = input;
    const at = translating(connection.provider);
    const metadata = await at('discovery', () => this.issuers.metadata(connection));
    checkCallback(input.callbackParameters, metadata, connection.provider);
    const client = await at('discovery', () => this.issuers.client(tenantId, connection));
    const { accessToken, refreshToken, idToken } = await at('token', () => exchangeCode(client, input));
    input.onClaims?.(idToken);
    checkIdToken(idToken, connection, Math.floor(Date.now() / 1000));
    const subject = readSubject(idToken, connection.provider);
    // Wherever there is one, at Azure too: it must know the same subject, even where little of it is taken.
    const userinfo = metadata.userinfo_endpoint
      ? await at('userinfo', () => fetchUserInfo(client, accessToken, String(idToken['sub'])))
      : undefined;
    input.onClaims?.(idToken, userinfo);
    const claims = toUsualEmail(completeClaims(idToken, userinfo, connection), connection);
    const upstream = readUpstreamSession(idToken, connection);
    const recheck = await this.recheckOf(input, refreshToken);
    return { issuer: connection.issuer, subject, claims, upstream, recheck, ...authenticationOf(idToken) };
  }

  /** No token of an IdP is kept unless its connection asks again by it. */
  private async recheckOf(
    { tenantId, connection: { id: connectionId, recheckMinutes: minutes } }: FinishUpstreamInput,
    refreshToken: string | undefined,
  ): Promise<Recheck | undefined> {
    if (refreshToken === undefined || minutes === null) return undefined;
    const place = { tenantId, connectionId, field: 'refreshToken' };
    return {
      sealedToken: await seal(toPublicKeySet(this.settings.sealingKeys), refreshToken, place),
      minutes,
    };
  }
}

/** Runs one step of a login; what fails in it leaves this room as a refusal of the catalogue. */
const translating =
  (provider: UsableConnection['provider']) =>
  async <T>(step: Step, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      throw toUpstreamError(error, step, provider);
    }
  };

const authenticationOf = ({ auth_time, acr, amr }: Claims): Partial<VerifiedIdentity> => ({
  ...(typeof auth_time === 'number' ? { authTime: auth_time } : {}),
  ...(typeof acr === 'string' ? { acr } : {}),
  ...(Array.isArray(amr) ? { amr: amr.filter((item): item is string => typeof item === 'string') } : {}),
});

const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('upstream_timeout', { detail: 'all requests of the login together' }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
};
