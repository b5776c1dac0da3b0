import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { violatedConstraint } from '../violations.rules.js';
import { FactorRow } from './factor.entity.js';

/** Which factor of which user. */
export type FactorKey = Pick<FactorRow, 'tenantId' | 'userId' | 'id'>;
/** Whose factors. */
export type FactorOwner = Pick<FactorRow, 'tenantId' | 'userId'>;

/** How long a secret waits for its first code. */
const WAITS = `interval '30 minutes'`;

@Injectable()
export class FactorStore {
  /** What counts as a factor of the user, the oldest first. */
  async list(tx: EntityManager, { tenantId, userId }: FactorOwner): Promise<FactorRow[]> {
    const where = { tenantId, userId, confirmedAt: Not(IsNull()) };
    return await tx.find(FactorRow, { where, order: { id: 'ASC' } });
  }

  /** The factor, set up or still waiting; null too where it has waited for too long. */
  async findOpen(tx: EntityManager, { tenantId, userId, id }: FactorKey): Promise<FactorRow | null> {
    const factor = await tx.findOneBy(FactorRow, { tenantId, userId, id });
    if (!factor || factor.confirmedAt) return factor;
    const [row] = await tx.query<{ waits: boolean }[]>(`SELECT $1::timestamptz > now() - ${WAITS} AS waits`, [
      factor.createdAt,
    ]);
    return row?.waits ? factor : null;
  }

  /** Adds a secret that waits for its first code, in the place of those that have waited for too long. */
  async addWaiting(
    tx: EntityManager,
    { tenantId, userId, id }: FactorKey,
    sealedSecret: string,
  ): Promise<void> {
    await tx.query(
      `DELETE FROM factor
        WHERE tenant_id = $1 AND user_id = $2 AND confirmed_at IS NULL AND created_at <= now() - ${WAITS}`,
      [tenantId, userId],
    );
    const kind = 'totp';
    await tx.insert(FactorRow, { tenantId, userId, id, kind, name: 'Authenticator app', sealedSecret });
  }

  /** Sets a waiting secret up, by the step of its first code. */
  async confirm(
    tx: EntityManager,
    { tenantId, userId, id }: FactorKey,
    { step, usedBy }: { step: number; usedBy: string | null },
  ): Promise<void> {
    await tx.query(
      `UPDATE factor SET confirmed_at = now(), last_used_at = now(), last_step = $4, used_by = $5
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND confirmed_at IS NULL`,
      [tenantId, userId, id, step, usedBy],
    );
  }

  /** Uses the code of a step up; false where it, or a later one, has been used, but for the same attempt. */
  async useStep(
    tx: EntityManager,
    { tenantId, id }: FactorRow,
    step: number,
    usedBy: string,
  ): Promise<boolean> {
    const [, used] = await tx.query<[unknown, number]>(
      `UPDATE factor SET last_step = $3, used_by = $4, last_used_at = now()
        WHERE tenant_id = $1 AND id = $2 AND confirmed_at IS NOT NULL
          AND (last_step < $3 OR last_step = $3 AND used_by = $4)`,
      [tenantId, id, step, usedBy],
    );
    return used === 1;
  }

  /** Adds a passkey, set up; false where the tenant has one with this id. */
  async addPasskey(
    tx: EntityManager,
    passkey: FactorKey &
      Pick<FactorRow, 'publicKey' | 'signCount' | 'transports' | 'deviceBound' | 'usedBy'> & {
        credentialId: string;
      },
  ): Promise<boolean> {
    const known = await tx.existsBy(FactorRow, {
      tenantId: passkey.tenantId,
      credentialId: passkey.credentialId,
    });
    if (known) return false;
    try {
      await tx.insert(FactorRow, {
        ...passkey,
        kind: 'passkey',
        name: 'Passkey',
        confirmedAt: () => 'now()',
        lastUsedAt: () => 'now()',
      });
      return true;
    } catch (error) {
      if (violatedConstraint(error) === 'factor__tenant_credential__unique') return false;
      throw error;
    }
  }

  /** Notes the use of a passkey; false where its count did not go on, but for the same attempt and where none counts. */
  async usePasskey(
    tx: EntityManager,
    { tenantId, id }: FactorRow,
    { signCount, usedBy }: { signCount: number; usedBy: string },
  ): Promise<boolean> {
    const [, used] = await tx.query<[unknown, number]>(
      `UPDATE factor SET sign_count = $3, used_by = $4, last_used_at = now()
        WHERE tenant_id = $1 AND id = $2 AND confirmed_at IS NOT NULL
          AND (sign_count < $3 OR sign_count = 0 AND $3 = 0 OR used_by = $4)`,
      [tenantId, id, signCount, usedBy],
    );
    return used === 1;
  }

  /** False where the user has no such factor. */
  async remove(tx: EntityManager, { tenantId, userId, id }: FactorKey): Promise<boolean> {
    return (await tx.delete(FactorRow, { tenantId, userId, id, confirmedAt: Not(IsNull()) })).affected === 1;
  }
}
