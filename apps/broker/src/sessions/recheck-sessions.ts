import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { type DueToken, UpstreamTokenStore } from '../logins/upstream-token.store.js';
import { FindSettings } from '../settings/find-settings.js';
import { RefreshUpstream } from '../upstream/refresh-upstream.js';
import { EndSessions } from './end-sessions.js';

const PAGE = 200;
const AT_ONCE = 8;

/**
 * Asks identity providers again whether people still may, as often as their connections want. A definite no ends the
 * session; a provider that cannot be asked ends nothing, and is asked again a minute later.
 * @emits session.ended
 */
@Injectable()
@RepeatsEvery(15)
export class RecheckSessions {
  private readonly logger = new Logger(RecheckSessions.name);

  constructor(
    private readonly database: Database,
    private readonly tokens: UpstreamTokenStore,
    private readonly findSettings: FindSettings,
    private readonly refreshUpstream: RefreshUpstream,
    private readonly endSessions: EndSessions,
  ) {}

  async run(): Promise<void> {
    // Across tenants, because whose turn it is is not known otherwise; asked and written tenant by tenant.
    const due = await this.database.acrossTenants(async (tx) => await this.tokens.listDue(tx, PAGE));
    while (due.length > 0)
      await Promise.all(
        due.splice(0, AT_ONCE).map(async (token) => {
          await this.recheck(token).catch((error: unknown) => {
            const { tenantId, connectionId } = token;
            this.logger.warn({ err: error, tenantId, connectionId }, 'a person could not be asked about');
          });
        }),
      );
  }

  private async recheck(token: DueToken): Promise<void> {
    const { tenantId, loginId, uid, connectionId, subject } = token;
    const { connections } = (await this.findSettings.run(tenantId)).settings;
    const connection = connections.find(({ id }) => id === connectionId);
    if (!connection?.recheckMinutes || uid === null || subject === null) {
      await this.database.inTenant(tenantId, async (tx) => {
        await this.tokens.remove(tx, tenantId, [loginId]);
      });
      return;
    }
    const sealedToken = await this.database.inTenant(
      tenantId,
      async (tx) => await this.tokens.take(tx, token),
    );
    if (sealedToken === null) return;
    const answer = await this.refreshUpstream.run({ tenantId, connection, sealedToken, subject });
    const minutes = connection.recheckMinutes;
    await this.database.inTenant(tenantId, async (tx) => {
      if (answer.outcome === 'confirmed') await this.tokens.save(tx, token, { ...answer, minutes });
      else
        await this.endSessions.run(tx, {
          tenantId,
          reason: 'provider_refused',
          sessions: [{ uid, loginId }],
        });
    });
  }
}
