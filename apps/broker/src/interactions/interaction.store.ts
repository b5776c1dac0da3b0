import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Issuer } from '../issuer/issuer.js';

/** What a finished interaction tells the OpenID Provider when the browser comes back to it. */
export interface InteractionResult {
  login: { accountId: string; amr?: string[]; acr?: string; ts?: number };
  loginId: string;
  tenantId: string;
}

/** Longer than any interaction lives, so that none can be finished again. */
const KEPT = `interval '2 hours'`;

const FINISH = `
  INSERT INTO provider_artifact (kind, id, payload, expires_at) VALUES ('InteractionResult', $1, $2, now() + ${KEPT})
  ON CONFLICT (kind, id) DO UPDATE SET payload = excluded.payload WHERE provider_artifact.consumed_at IS NULL
  RETURNING id`;

const FIND = `SELECT payload FROM provider_artifact
  WHERE kind = 'InteractionResult' AND id = $1 AND consumed_at IS NULL AND expires_at > now()`;

const CONSUME = `UPDATE provider_artifact SET consumed_at = now()
  WHERE kind = 'InteractionResult' AND id = $1 AND consumed_at IS NULL`;

const EXISTS = `SELECT FROM provider_artifact WHERE kind = 'InteractionResult' AND id = $1`;

/**
 * How the screens and the callback hand a browser back to the OpenID Provider: the browser carries its interaction
 * itself, sealed; here is only what came of it.
 */
@Injectable()
export class InteractionStore {
  constructor(private readonly issuer: Issuer) {}

  /**
   * Stores the result of an interaction and gives the address where the browser goes on. Refuses `interaction_expired`
   * where it has gone on already.
   */
  async finish(tx: Queries, uid: string, result: InteractionResult): Promise<string> {
    const rows = await tx.query<unknown[]>(FINISH, [uid, JSON.stringify(result)]);
    if (rows.length === 0) throw new AppError('interaction_expired');
    return this.issuer.returnOf(uid);
  }

  /** What came of an interaction that the browser has not gone on with yet. */
  async find(tx: Queries, uid: string): Promise<InteractionResult | null> {
    const [row] = await tx.query<{ payload: InteractionResult }[]>(FIND, [uid]);
    return row?.payload ?? null;
  }

  /** The browser has gone on; nothing else can come of the interaction. */
  async consume(tx: Queries, uid: string): Promise<void> {
    await tx.query(CONSUME, [uid]);
  }

  /** Whether nothing has come of the interaction yet. */
  async isOpen(tx: Queries, uid: string): Promise<boolean> {
    return (await tx.query<unknown[]>(EXISTS, [uid])).length === 0;
  }
}
