import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider';

interface Row {
  payload: AdapterPayload;
  expiresAt: number;
}

/** As many as a load test leaves behind in a minute; the oldest go first. */
const MOST_ROWS = 50_000;

/**
 * oidc-provider's storage for one personality, in memory: everybody signs in afresh after a restart.
 * Clients come from the control API instead.
 */
export function memoryAdapter(findClient: (clientId: string) => ClientMetadata | undefined): AdapterFactory {
  const rows = new Map<string, Row>();
  return (model) => new MemoryAdapter(model, rows, findClient);
}

class MemoryAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly rows: Map<string, Row>,
    private readonly findClient: (clientId: string) => ClientMetadata | undefined,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    const row = { payload, expiresAt: Date.now() + expiresInSeconds * 1000 };
    this.rows.set(this.key(id), row);
    if (this.model === 'Session' && payload.uid) this.rows.set(this.key(`uid:${payload.uid}`), row);
    for (const oldest of this.rows.keys()) {
      if (this.rows.size <= MOST_ROWS) break;
      this.rows.delete(oldest);
    }
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.model === 'Client') return this.findClient(id);
    const row = this.rows.get(this.key(id));
    return row && row.expiresAt > Date.now() ? row.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return await this.find(`uid:${uid}`);
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const row = this.rows.get(this.key(id));
    if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    const uid = this.rows.get(this.key(id))?.payload.uid;
    if (uid) this.rows.delete(this.key(`uid:${uid}`));
    this.rows.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.rows) if (payload.grantId === grantId) this.rows.delete(key);
  }

  private key(id: string): string {
    return `${this.model}:${id}`;
  }
}
