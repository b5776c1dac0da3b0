import type { Database } from '@portico/service-kit';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { canDefer, defer, takeDeferred, type Write, writeTogether } from './deferred-writes.js';

interface Row {
  payload: AdapterPayload;
  consumed: boolean;
}

const UPSERT = `
  INSERT INTO provider_artifact (kind, id, payload, grant_id, uid, expires_at)
  VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
  ON CONFLICT (kind, id) DO UPDATE
    SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`;

const DESTROY = 'DELETE FROM provider_artifact WHERE kind = $1 AND id = $2';

/**
 * Where oidc-provider keeps its sessions, interactions, grants, codes and tokens. Their ids are 256 random bits and
 * name no tenant; what belongs to a tenant is in `login` and `session`. The database's clock decides expiry.
 */
export class ArtifactStore implements Adapter {
  constructor(
    private readonly database: Database,
    private readonly kind: string,
    /** What else must be true of what is found, in SQL. */
    private readonly condition = '',
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const row = [
      this.kind,
      id,
      JSON.stringify(payload),
      payload.grantId ?? null,
      // Codes and tokens are found by the session that they were issued in, to end with it.
      payload.uid ?? payload.sessionUid ?? null,
      expiresIn,
    ];
    await this.write({ run: async (tx) => await tx.query(UPSERT, row) }, canDefer(this.kind));
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return await this.findBy('id', id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return await this.findBy('uid', uid);
  }

  /** Device flow only, which is switched off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /** Of any number of requests with the same code, in whichever replica, exactly one gets through (RFC 6749 §4.1.2). */
  async consume(id: string): Promise<void> {
    const [, affected] = await this.query<[unknown[], number]>(
      `UPDATE provider_artifact SET consumed_at = now()
        WHERE kind = $1 AND id = $2 AND consumed_at IS NULL RETURNING id`,
      [this.kind, id],
    );
    if (affected !== 1) throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    const row = [this.kind, id];
    const mayWait = this.kind === 'Interaction' && canDefer(this.kind);
    await this.write({ run: async (tx) => await tx.query(DESTROY, row) }, mayWait);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.query('DELETE FROM provider_artifact WHERE kind = $1 AND grant_id = $2', [this.kind, grantId]);
  }

  /**
   * A code and the end of its interaction are written with the session, which every authorization stores last; the
   * tokens of one answer before it is given: one transaction, or none of it.
   */
  private async write(write: Write, mayWait: boolean): Promise<void> {
    if (mayWait) {
      defer(write);
      return;
    }
    await writeTogether(this.database, [...takeDeferred(), write]);
  }

  private async findBy(column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.query<Row[]>(
      `SELECT payload, consumed_at IS NOT NULL AS consumed FROM provider_artifact
        WHERE kind = $1 AND ${column} = $2 AND expires_at > now() ${this.condition}`,
      [this.kind, value],
    );
    return row && { ...row.payload, ...(row.consumed && { consumed: true }) };
  }

  private async query<T = unknown>(sql: string, values: unknown[]): Promise<T> {
    return await this.database.atOnce(async (tx) => await tx.query<T>(sql, values));
  }
}
