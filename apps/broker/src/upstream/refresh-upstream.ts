import { AppError } from '@portico/contracts';
import { open, seal, toPublicKeySet } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import { type Configuration, refreshTokenGrant, ResponseBodyError } from 'openid-client';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { IssuerSpelledOtherwise } from './configuration.client.js';
import { Issuers } from './issuers.client.js';
import { causeIn, toUpstreamError } from './upstream-errors.rules.js';
import { UpstreamSettings } from './upstream-settings.js';

/** Whom an identity provider is asked about again, and by which token. */
export interface RefreshQuestion {
  tenantId: string;
  connection: UsableConnection;
  sealedToken: string;
  /** `sub` as it came at the sign-in. */
  subject: string;
}

/** The provider still knows the person, perhaps by a new token; or it does not, for certain. */
export type RefreshAnswer = { outcome: 'confirmed'; sealedToken: string } | { outcome: 'refused' };

/**
 * Asks an identity provider by refresh token whether somebody still may (RFC 6749 §6). Only `invalid_grant`, and an
 * answer about somebody else, are a no; whatever else goes wrong is thrown as it is at a login.
 */
@Injectable()
export class RefreshUpstream {
  constructor(
    private readonly issuers: Issuers,
    private readonly settings: UpstreamSettings,
  ) {}

  async run({ tenantId, connection, sealedToken, subject }: RefreshQuestion): Promise<RefreshAnswer> {
    const place = { tenantId, connectionId: connection.id, field: 'refreshToken' };
    const token = await open(this.settings.sealingKeys, sealedToken, place);
    try {
      const client = await this.issuers.client(tenantId, connection);
      const answer = await refresh(client, token);
      const claims = answer.claims();
      // Only the subject of the sign-in may take its session further (OpenID Connect Core 1.0 §12.2).
      if (claims && claims.sub !== subject) return { outcome: 'refused' };
      const next = answer.refresh_token;
      if (next === undefined) return { outcome: 'confirmed', sealedToken };
      return { outcome: 'confirmed', sealedToken: await seal(this.publicKeys, next, place) };
    } catch (error) {
      return refusedOr(error, connection);
    }
  }

  private get publicKeys(): ReturnType<typeof toPublicKeySet> {
    return toPublicKeySet(this.settings.sealingKeys);
  }
}

type Refreshed = Awaited<ReturnType<typeof refreshTokenGrant>>;

const refresh = async (client: Configuration, token: string): Promise<Refreshed> => {
  try {
    return await refreshTokenGrant(client, token);
  } catch (error) {
    const other = causeIn(error, IssuerSpelledOtherwise);
    if (!other) throw error;
    return await refreshTokenGrant(other.configuration, token);
  }
};

const refusedOr = (error: unknown, { provider }: UsableConnection): RefreshAnswer => {
  if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return { outcome: 'refused' };
  const translated = toUpstreamError(error, 'token', provider);
  if (translated instanceof AppError && translated.code === 'id_token_issuer_invalid')
    return { outcome: 'refused' };
  throw translated;
};
