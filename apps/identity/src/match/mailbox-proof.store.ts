import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WrittenMeanwhile } from '../violations.rules.js';
import type { MailboxProofRow } from './mailbox-proof.entity.js';
import type { Choice } from './match.rules.js';

/** Which login's proof. */
export type ProofKey = Pick<MailboxProofRow, 'tenantId' | 'loginId'>;
/** The identity and the address that are to be proved. */
export type Claim = ProofKey & Pick<MailboxProofRow, 'connectionId' | 'issuer' | 'subject' | 'emailNormal'>;

const MOST_TRIES = 5;
/** Codes for one user within an hour: with five tries each, 25 guesses in a million. */
const MOST_CODES = 5;
const GOOD_FOR = `interval '10 minutes'`;

const CLAIM = `tenant_id AS "tenantId", login_id AS "loginId", connection_id AS "connectionId", issuer, subject,
  email_normal AS "emailNormal"`;

// Login ids are in the order of time, so the tenant's first ones are its oldest: each new one clears away two.
const ADD = `
  WITH first AS (
    SELECT login_id FROM mailbox_proof WHERE tenant_id = $1 ORDER BY login_id LIMIT 2
  ), gone AS (
    DELETE FROM mailbox_proof
     WHERE tenant_id = $1 AND login_id IN (SELECT login_id FROM first) AND created_at < now() - interval '1 day'
  )
  INSERT INTO mailbox_proof (tenant_id, login_id, connection_id, issuer, subject, email_normal)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1`;

@Injectable()
export class MailboxProofStore {
  /** False if the login has a proof already. */
  async add(tx: EntityManager, claim: Claim): Promise<boolean> {
    const { tenantId, loginId, connectionId, issuer, subject, emailNormal } = claim;
    const values = [tenantId, loginId, connectionId, issuer, subject, emailNormal];
    return (await tx.query<unknown[]>(ADD, values)).length > 0;
  }

  async find(tx: EntityManager, { tenantId, loginId }: ProofKey): Promise<Claim | null> {
    const [claim] = await tx.query<Claim[]>(
      `SELECT ${CLAIM} FROM mailbox_proof WHERE tenant_id = $1 AND login_id = $2`,
      [tenantId, loginId],
    );
    return claim ?? null;
  }

  /** Gives the proof a code for a user; false where it has been used, or the user was mailed too many. */
  async setCode(
    tx: EntityManager,
    { tenantId, loginId }: ProofKey,
    { userId, codeHash }: { userId: string; codeHash: string },
  ): Promise<boolean> {
    // Codes of one user are counted one after another, or two logins at once would both be the fifth.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 4))', [`${tenantId} ${userId}`]);
    const [, set] = await tx.query<[unknown, number]>(
      `UPDATE mailbox_proof SET user_id = $3, code_hash = $4, mailed_at = now()
        WHERE tenant_id = $1 AND login_id = $2 AND reply IS NULL
          AND (SELECT count(*) FROM mailbox_proof
                WHERE tenant_id = $1 AND user_id = $3 AND login_id <> $2 AND mailed_at > now() - interval '1 hour')
              < ${String(MOST_CODES)}`,
      [tenantId, loginId, userId, codeHash],
    );
    return set === 1;
  }

  /** Counts a try, before the code is compared; null where none is left or there is nothing to try. */
  async takeTry(
    tx: EntityManager,
    { tenantId, loginId, connectionId }: ProofKey & { connectionId: string },
  ): Promise<(Claim & { userId: string; codeHash: string }) | null> {
    const [[proof]] = await tx.query<[(Claim & { userId: string; codeHash: string })[], number]>(
      `UPDATE mailbox_proof SET tries = tries + 1
        WHERE tenant_id = $1 AND login_id = $2 AND connection_id = $3 AND code_hash IS NOT NULL
          AND tries < ${String(MOST_TRIES)} AND mailed_at > now() - ${GOOD_FOR}
       RETURNING ${CLAIM}, user_id AS "userId", code_hash AS "codeHash"`,
      [tenantId, loginId, connectionId],
    );
    return proof ?? null;
  }

  /** What the right code was answered, if it has been; nobody else answers it until the transaction ends. */
  async findReplyLocked(tx: EntityManager, { tenantId, loginId }: ProofKey): Promise<Choice | null> {
    const [row] = await tx.query<{ reply: Choice | null }[]>(
      'SELECT reply FROM mailbox_proof WHERE tenant_id = $1 AND login_id = $2 FOR UPDATE',
      [tenantId, loginId],
    );
    if (!row) throw new WrittenMeanwhile('mailbox_proof');
    return row.reply;
  }

  async saveReply(tx: EntityManager, { tenantId, loginId }: ProofKey, reply: Choice): Promise<void> {
    await tx.query('UPDATE mailbox_proof SET reply = $3 WHERE tenant_id = $1 AND login_id = $2', [
      tenantId,
      loginId,
      JSON.stringify(reply),
    ]);
  }
}
