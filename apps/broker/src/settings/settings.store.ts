import type { TenantSettings } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PlatformGoogle } from './platform-google.js';
import { toUsable, type UsableSettings } from './usable-connection.rules.js';

/** A tenant's settings and how long ago they were last known to be the newest. */
export interface KnownSettings {
  settings: UsableSettings;
  ageSeconds: number;
  /** The database's time of reading: what decides whether an exemption has ended. */
  now: Date;
}

interface Row {
  document: TenantSettings;
  age: number;
  now: Date;
}

const SELECT = `
  SELECT document, extract(epoch FROM now() - contacted_at)::float8 AS age, now() AS now
    FROM tenant_settings, settings_contact`;

@Injectable()
export class SettingsStore {
  constructor(private readonly google: PlatformGoogle) {}

  async find(tx: Queries, tenantId: string): Promise<KnownSettings | null> {
    return this.toKnown(await tx.query<Row[]>(`${SELECT} WHERE tenant_id = $1`, [tenantId]));
  }

  /** The settings of the tenant that a session belongs to. */
  async findOfSession(tx: Queries, uid: string): Promise<KnownSettings | null> {
    const sql = `${SELECT} WHERE tenant_id = (SELECT tenant_id FROM session WHERE uid = $1)`;
    return this.toKnown(await tx.query<Row[]>(sql, [uid]));
  }

  /** An older version never overwrites a newer one: then false. */
  async save(tx: Queries, settings: TenantSettings): Promise<boolean> {
    const offersSso = settings.connections.some(({ mode }) => mode !== 'off');
    const saved = await tx.query<unknown[]>(
      `INSERT INTO tenant_settings (tenant_id, version, document, offers_sso) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id) DO UPDATE SET version = $2, document = $3, offers_sso = $4
         WHERE tenant_settings.version < $2
       RETURNING tenant_id`,
      [settings.tenantId, settings.version, JSON.stringify(settings), offersSso],
    );
    return saved.length > 0;
  }

  /** Whether any of the tenants (null: of all) has a connection that is on. */
  async offersSso(tx: Queries, tenantIds: string[] | null): Promise<boolean> {
    const [row] = await tx.query<{ offers: boolean }[]>(
      `SELECT EXISTS (SELECT FROM tenant_settings
         WHERE offers_sso AND ($1::uuid[] IS NULL OR tenant_id = ANY($1::uuid[]))) AS offers`,
      [tenantIds],
    );
    return row?.offers === true;
  }

  async cursor(tx: Queries): Promise<string | undefined> {
    const [row] = await tx.query<{ cursor: string | null }[]>('SELECT cursor FROM settings_contact');
    return row?.cursor ?? undefined;
  }

  /** Notes that everything up to the cursor was known `secondsAgo`; replicas do not take each other's proof back. */
  async noteContact(tx: Queries, cursor: string, secondsAgo: number): Promise<void> {
    await tx.query(
      `UPDATE settings_contact
          SET cursor = $1, contacted_at = greatest(contacted_at, now() - make_interval(secs => $2))`,
      [cursor, secondsAgo],
    );
  }

  private toKnown([row]: Row[]): KnownSettings | null {
    if (!row) return null;
    return { settings: toUsable(row.document, this.google.client), ageSeconds: row.age, now: row.now };
  }
}
