import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PasskeyChallengeRow } from './passkey-challenge.entity.js';

type Challenge = Pick<PasskeyChallengeRow, 'tenantId' | 'userId' | 'id' | 'purpose'>;

const GOOD_FOR = `interval '15 minutes'`;

@Injectable()
export class PasskeyChallengeStore {
  /** Adds a challenge, and clears the user's old ones away. */
  async add(tx: EntityManager, challenge: Challenge & { challenge: string }): Promise<void> {
    await tx.query(
      `DELETE FROM passkey_challenge WHERE tenant_id = $1 AND user_id = $2 AND created_at <= now() - ${GOOD_FOR}`,
      [challenge.tenantId, challenge.userId],
    );
    await tx.insert(PasskeyChallengeRow, challenge);
  }

  /** Takes a challenge for an attempt; null where another has, where it is too old, and where it was for something else. */
  async take(
    tx: EntityManager,
    { tenantId, userId, id, purpose }: Challenge,
    attemptId: string,
  ): Promise<string | null> {
    const [[row]] = await tx.query<[{ challenge: string }[], number]>(
      `UPDATE passkey_challenge SET taken_by = $5
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND purpose = $4
          AND (taken_by IS NULL OR taken_by = $5) AND created_at > now() - ${GOOD_FOR}
       RETURNING challenge`,
      [tenantId, userId, id, purpose, attemptId],
    );
    return row?.challenge ?? null;
  }
}
