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
    const [row] = await tx.query<Row[]>(`${SELECT} WHERE tenant_id = $1`, [tenantId]);
    return row ? this.toKnown(row) : null;
  }

  /** The settings of the tenant that a session belongs to. */
  async findOfSession(tx: Queries, uid: string): Promise<KnownSettings | null> {
    const sql = `${SELECT} WHERE tenant_id = (SELECT tenant_id FROM session WHERE uid = $1)`;
    const [row] = await tx.query<Row[]>(sql, [uid]);
    return row ? this.toKnown(row) : null;
  }

  /** The settings of many tenants, by tenant. */
  async list(tx: Queries, tenantIds: string[]): Promise<Map<string, KnownSettings>> {
    const rows = await tx.query<Row[]>(`${SELECT} WHERE tenant_id = ANY ($1::uuid[])`, [tenantIds]);
    return new Map(rows.map((row) => [row.document.tenantId, this.toKnown(row)]));
  }

  /**
   * An older version never overwrites a newer one: then false. The same one does where a replica of the release before
   * has stored it without what it did not know.
   */
  async save(tx: Queries, settings: TenantSettings): Promise<boolean> {
    const { tenantId, version, sessions } = settings;
    const offersSso = settings.connections.some(({ mode }) => mode !== 'off');
    const row = [tenantId, version, JSON.stringify(settings), offersSso];
    const saved = await tx.query<unknown[]>(
      `INSERT INTO tenant_settings
         (tenant_id, version, document, offers_sso, session_absolute_seconds, session_idle_seconds)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id) DO UPDATE
         SET version = $2, document = $3, offers_sso = $4, session_absolute_seconds = $5, session_idle_seconds = $6
         WHERE tenant_settings.version < $2
            OR tenant_settings.version = $2 AND NOT tenant_settings.document ? 'sessions'
       RETURNING tenant_id`,
      [...row, sessions.absoluteSeconds, sessions.idleSeconds],
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

  private toKnown(row: Row): KnownSettings {
    return { settings: toUsable(row.document, this.google.client), ageSeconds: row.age, now: row.now };
  }
}
