import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, jwtVerify, type JWTVerifyResult } from 'jose';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { issuerSpellingsOf } from './issuer-spelling.rules.js';
import { Issuers } from './issuers.client.js';
import { type LogoutToken, readLogoutToken } from './logout-token.rules.js';
import { toUpstreamError } from './upstream-errors.rules.js';

const MOST_CHARACTERS = 8192;
const CLOCK_SECONDS = 30;

/**
 * Verifies a logout token of an identity provider with the keys and algorithms that its ID tokens are signed with.
 * Refuses `logout_token_invalid`, and as a login does where the keys cannot be had.
 */
@Injectable()
export class VerifyLogoutToken {
  constructor(private readonly issuers: Issuers) {}

  async run(connection: UsableConnection, token: string): Promise<LogoutToken> {
    if (token.length > MOST_CHARACTERS) throw new AppError('logout_token_invalid', { detail: 'too long' });
    const { payload, protectedHeader } = await this.verify(connection, token);
    return readLogoutToken(protectedHeader.typ, payload, Date.now() / 1000);
  }

  private async verify(connection: UsableConnection, token: string): Promise<JWTVerifyResult> {
    try {
      const { algorithms, keys } = await this.issuers.signatures(connection);
      return await jwtVerify(token, createLocalJWKSet(keys), {
        algorithms,
        issuer: [...issuerSpellingsOf(connection)],
        audience: connection.clientId,
        clockTolerance: CLOCK_SECONDS,
      });
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new AppError('logout_token_invalid', { cause: error });
      throw toUpstreamError(error, 'discovery', connection.provider);
    }
  }
}
