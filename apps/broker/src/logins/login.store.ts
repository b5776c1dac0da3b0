import { AppError, type Code, type UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { LoginEntity } from './login.entity.js';
import { makeReference } from './make-reference.js';

/** A login lives for 15 minutes from its start to the answer of the identity provider. */
export const LOGIN_MINUTES = 15;

/** So many codes of a mailbox proof may be tried, and so long after the identity provider's answer. */
export const MAILBOX_TRIES = 5;
export const MAILBOX_MINUTES = 10;

/** What is known when a login starts. */
export type StartedLogin = Pick<LoginEntity, 'id' | 'tenantId' | 'applicationId' | 'method'> &
  Partial<Pick<LoginEntity, 'connectionId' | 'provider' | 'revision'>>;

/** How a completed login was proved. */
export type LoginProof = Pick<LoginEntity, 'amr' | 'acr' | 'authTime'>;

@Injectable()
export class LoginStore {
  /** Stores a new login under a reference that no other has. */
  async start(tx: EntityManager, login: StartedLogin): Promise<LoginEntity> {
    for (const digits of [4, 4, 5, 6]) {
      const inserted = await tx
        .createQueryBuilder()
        .insert()
        .into(LoginEntity)
        .values({ ...login, status: 'started', reference: makeReference(digits) })
        .orIgnore()
        .returning('id')
        .execute();
      if ((inserted.raw as unknown[]).length === 1) return await this.get(tx, login);
    }
    throw new AppError('internal_error', { detail: 'no reference is free' });
  }

  async get(tx: EntityManager, { tenantId, id }: Pick<LoginEntity, 'tenantId' | 'id'>): Promise<LoginEntity> {
    return await tx.findOneByOrFail(LoginEntity, { tenantId, id });
  }

  /**
   * Marks the login as used, once: of any number of answers that arrive at once, one gets through.
   * Refuses `login_already_used` and `login_expired`.
   */
  async claim(
    tx: EntityManager,
    { tenantId, id }: Pick<LoginEntity, 'tenantId' | 'id'>,
  ): Promise<LoginEntity> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(LoginEntity)
      .set({ status: 'claimed', claimedAt: () => 'now()' })
      .where(`tenant_id = :tenantId AND id = :id AND status = 'started'`, { tenantId, id })
      .andWhere(`started_at > now() - make_interval(mins => ${LOGIN_MINUTES})`)
      .execute();
    const login = await tx.findOneBy(LoginEntity, { tenantId, id });
    if (affected === 1 && login) return login;
    const isExpired = !login || login.status === 'started' || login.code === 'did_not_return';
    throw new AppError(isExpired ? 'login_expired' : 'login_already_used');
  }

  /** Counts a try at the code of a mailbox proof. Refuses `login_already_used` for one too many and `login_expired`. */
  async countMailboxTry(
    tx: EntityManager,
    { tenantId, id }: Pick<LoginEntity, 'tenantId' | 'id'>,
  ): Promise<LoginEntity> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(LoginEntity)
      .set({ mailboxTries: () => 'mailbox_tries + 1' })
      .where(`tenant_id = :tenantId AND id = :id AND status = 'claimed'`, { tenantId, id })
      .andWhere(`mailbox_tries < ${MAILBOX_TRIES}`)
      .andWhere(`claimed_at > now() - make_interval(mins => ${MAILBOX_MINUTES})`)
      .execute();
    const login = await this.get(tx, { tenantId, id });
    if (affected === 1) return login;
    throw new AppError(login.status === 'claimed' ? 'login_expired' : 'login_already_used');
  }

  async complete(
    tx: EntityManager,
    login: LoginEntity,
    account: UserSnapshot,
    proof: LoginProof,
  ): Promise<void> {
    await this.end(tx, login, { status: 'completed', userId: account.userId, account, ...proof });
  }

  async fail(tx: EntityManager, login: LoginEntity, code: Code, userId: string | null): Promise<void> {
    await this.end(tx, login, { status: 'failed', code, userId });
  }

  private async end(
    tx: EntityManager,
    { tenantId, id }: LoginEntity,
    outcome: Partial<LoginEntity>,
  ): Promise<void> {
    const { affected } = await tx.update(
      LoginEntity,
      { tenantId, id, status: In(['started', 'claimed']) },
      {
        ...outcome,
        endedAt: () => 'now()',
      },
    );
    if (affected !== 1) throw new AppError('login_already_used');
  }
}
