import { AppError, type ConnectionSettings, GetRevision } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import { PlatformGoogle } from '../settings/platform-google.js';
import { toUsableConnection, type UsableConnection } from '../settings/usable-connection.rules.js';

interface Wanted {
  tenantId: string;
  connectionId: string;
  revision?: number;
}

/**
 * The values to try, of any mode and revision. Refuses `not_found` where there are none, `connection_not_ready`
 * without a secret, and `google_not_configured`.
 */
@Injectable()
export class FindTestedConnection {
  constructor(
    private readonly ask: Ask,
    private readonly google: PlatformGoogle,
  ) {}

  async run(wanted: Wanted): Promise<UsableConnection> {
    const { connection } = await this.ask.to(GetRevision, wanted);
    if (!connection) throw new AppError('not_found', { detail: 'no such values' });
    const usable = toUsableConnection(connection, this.google.client);
    if (!usable || lacksSecret(usable))
      throw new AppError(connection.provider === 'google' ? 'google_not_configured' : 'connection_not_ready');
    return usable;
  }
}

const lacksSecret = ({ provider, sealedClientSecret }: ConnectionSettings): boolean =>
  provider !== 'google' && sealedClientSecret === null;
