import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FindTenantByHandle } from '../settings/find-tenant-by-handle.js';
import { refusalOf } from '../settings/usable-connection.rules.js';
import { VerifyLogoutToken } from '../upstream/verify-logout-token.js';
import { EndByProvider } from './end-by-provider.js';

/**
 * Takes a logout token of a connection's identity provider (OpenID Connect Back-Channel Logout 1.0). Refuses
 * `not_found`, `logout_token_invalid`, and as a login does where the provider's keys cannot be had.
 */
@Injectable()
export class AcceptLogoutToken {
  constructor(
    private readonly findTenantByHandle: FindTenantByHandle,
    private readonly verifyLogoutToken: VerifyLogoutToken,
    private readonly endByProvider: EndByProvider,
  ) {}

  async run(connectionId: string, token: string): Promise<void> {
    const known = await this.findTenantByHandle.run([`connection:${connectionId}`]);
    if (!known) throw new AppError('not_found', { detail: 'no such connection' });
    const { tenantId, connections } = known.settings;
    const connection = connections.find(({ id }) => id === connectionId);
    if (!connection) throw new AppError(refusalOf(known.settings, connectionId));
    const verified = await this.verifyLogoutToken.run(connection, token);
    await this.endByProvider.run({ tenantId, connectionId, issuer: connection.issuer }, verified);
  }
}
