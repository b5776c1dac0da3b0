import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';

/** One table for everything that oidc-provider stores, a row for each thing. */
export const TABLES = `
  CREATE TABLE artifact (
    id text PRIMARY KEY,
    payload jsonb NOT NULL,
    grant_id text,
    uid text,
    consumed_at timestamptz,
    expires_at timestamptz
  );
  CREATE INDEX artifact_grant ON artifact (grant_id);
  CREATE INDEX artifact_uid ON artifact (uid);
  CREATE TABLE pending_login (
    state text PRIMARY KEY,
    interaction text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL
  );
  CREATE TABLE account (
    sub text PRIMARY KEY,
    claims jsonb NOT NULL
  );`;

interface Row {
  payload: AdapterPayload;
  consumed_at: Date | null;
}

const read = ([row]: Row[]): AdapterPayload | undefined =>
  row && { ...row.payload, ...(row.consumed_at && { consumed: true }) };

/** The adapter that oidc-provider's documentation asks for, on PostgreSQL. */
export class PostgresAdapter implements Adapter {
  private readonly pool: Pool;
  private readonly kind: string;

  constructor(pool: Pool, kind: string) {
    this.pool = pool;
    this.kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO artifact (id, payload, grant_id, uid, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))
       ON CONFLICT (id) DO UPDATE SET payload = $2, grant_id = $3, uid = $4, expires_at = excluded.expires_at`,
      [this.key(id), JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expiresIn],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.pool.query<Row>(
      'SELECT payload, consumed_at FROM artifact WHERE id = $1 AND expires_at > now()',
      [this.key(id)],
    );
    return read(rows);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.pool.query<Row>(
      'SELECT payload, consumed_at FROM artifact WHERE uid = $1 AND expires_at > now()',
      [uid],
    );
    return read(rows);
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    await this.pool.query('UPDATE artifact SET consumed_at = now() WHERE id = $1', [this.key(id)]);
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query('DELETE FROM artifact WHERE id = $1', [this.key(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.pool.query('DELETE FROM artifact WHERE grant_id = $1', [grantId]);
  }

  private key(id: string): string {
    return `${this.kind}:${id}`;
  }
}
