import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What a finished interaction tells the OpenID Provider when the browser comes back to it. */
export interface InteractionResult {
  login: { accountId: string; amr?: string[]; acr?: string; ts?: number };
  loginId: string;
  tenantId: string;
}

interface StoredInteraction {
  returnTo: string;
  session?: { accountId: string; cookie: string };
}

/** The stored row by which the screens and the callback hand a browser back to the OpenID Provider. */
@Injectable()
export class InteractionStore {
  /**
   * Stores the result of an interaction and gives the address where the browser goes on. A session of somebody
   * else on this browser ends here: the sign-in begins one of its own. Refuses `interaction_expired`.
   */
  async finish(tx: EntityManager, uid: string, result: InteractionResult): Promise<string> {
    const interaction = await this.lock(tx, uid);
    const { session } = interaction;
    const foreign = session !== undefined && session.accountId !== result.login.accountId;
    if (foreign)
      await tx.query(`DELETE FROM provider_artifact WHERE kind = 'Session' AND id = $1`, [session.cookie]);
    const payload = { ...interaction, result, ...(foreign && { session: undefined }) };
    await tx.query(`UPDATE provider_artifact SET payload = $2 WHERE kind = 'Interaction' AND id = $1`, [
      uid,
      JSON.stringify(payload),
    ]);
    return interaction.returnTo;
  }

  /** Whether a browser can still sign in by this interaction. */
  async isOpen(tx: EntityManager, uid: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM provider_artifact
        WHERE kind = 'Interaction' AND id = $1 AND expires_at > now() AND payload->'result' IS NULL`,
      [uid],
    );
    return rows.length > 0;
  }

  private async lock(tx: EntityManager, uid: string): Promise<StoredInteraction> {
    const [row] = await tx.query<{ payload: StoredInteraction }[]>(
      `SELECT payload FROM provider_artifact
        WHERE kind = 'Interaction' AND id = $1 AND expires_at > now() FOR UPDATE`,
      [uid],
    );
    if (!row) throw new AppError('interaction_expired');
    return row.payload;
  }
}
