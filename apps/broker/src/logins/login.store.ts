import { AppError, type Code } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.rules.js';
import type { LoginEntity } from './login.entity.js';
import type { Recheck } from './upstream-token.store.js';
import { makeReference } from './make-reference.js';

/** A login lives for 15 minutes from its start to the answer of the identity provider. */
export const LOGIN_MINUTES = 15;

/** So many codes of a mailbox proof may be tried, and so long after the identity provider's answer. */
export const MAILBOX_TRIES = 5;
export const MAILBOX_MINUTES = 10;

/** How many digits a reference has, try by try: short ones while they last. */
export const DIGITS = [4, 4, 5, 6];

/** What is known when a login starts. */
export type StartedLogin = Pick<LoginEntity, 'id' | 'tenantId' | 'applicationId' | 'method'> &
  Partial<Pick<LoginEntity, 'connectionId' | 'provider' | 'revision'>>;

/** How a completed login was proved. */
export type LoginProof = Pick<LoginEntity, 'amr' | 'acr' | 'authTime'> &
  Partial<Pick<LoginEntity, 'upstream'>> & {
    /** By what the provider is asked again, where the connection wants that. */
    recheck?: Recheck;
  };

const COLUMNS = `tenant_id AS "tenantId", id, reference, application_id AS "applicationId", method,
  connection_id AS "connectionId", provider, revision, status, code, user_id AS "userId", account, amr, acr,
  auth_time AS "authTime", upstream, mailbox_tries AS "mailboxTries", started_at AS "startedAt", claimed_at AS "claimedAt",
  ended_at AS "endedAt"`;

const ADD = `
  INSERT INTO login (tenant_id, id, reference, application_id, method, connection_id, provider, revision, status)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'started') ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const CLAIM = `
  WITH claimed AS (
    UPDATE login SET status = 'claimed', claimed_at = now()
     WHERE tenant_id = $1 AND id = $2 AND status = 'started'
       AND started_at > now() - make_interval(mins => ${LOGIN_MINUTES})
    RETURNING id
  )
  SELECT ${COLUMNS}, EXISTS (SELECT FROM claimed) AS "isClaimed",
         coalesce(code = 'did_not_return'
           OR status = 'started' AND started_at <= now() - make_interval(mins => ${LOGIN_MINUTES}), false) AS "isExpired"
    FROM login WHERE tenant_id = $1 AND id = $2`;

const COUNT_MAILBOX_TRY = `
  UPDATE login SET mailbox_tries = mailbox_tries + 1
   WHERE tenant_id = $1 AND id = $2 AND status = 'claimed' AND mailbox_tries < ${MAILBOX_TRIES}
     AND claimed_at > now() - make_interval(mins => ${MAILBOX_MINUTES})`;

const END = `
  UPDATE login SET status = $3, code = $4, user_id = $5, account = $6, amr = $7, acr = $8, auth_time = $9,
         upstream = $10, ended_at = now()
   WHERE tenant_id = $1 AND id = $2 AND status IN ('started', 'claimed')`;

type LoginKey = Pick<LoginEntity, 'tenantId' | 'id'>;

/** The statements of the login path, by hand: a login has one row, and each visit of its browser one statement for it. */
@Injectable()
export class LoginStore {
  /** Stores a new login under a reference that no other has. */
  async start(tx: Queries, login: StartedLogin): Promise<LoginEntity> {
    for (const digits of DIGITS) {
      const added = await this.add(tx, login, digits);
      if (added) return added;
    }
    throw new AppError('internal_error', { detail: 'no reference is free' });
  }

  /** Stores a new login under a reference of so many digits; null where another login has it. */
  async add(tx: Queries, login: StartedLogin, digits: number): Promise<LoginEntity | null> {
    const { tenantId, id, applicationId, method, connectionId, provider, revision } = login;
    const way = [method, connectionId, provider, revision];
    const row = [tenantId, id, makeReference(digits), applicationId, ...way];
    const [added] = await tx.query<LoginEntity[]>(ADD, row);
    return added ?? null;
  }

  async get(tx: Queries, { tenantId, id }: LoginKey): Promise<LoginEntity> {
    const sql = `SELECT ${COLUMNS} FROM login WHERE tenant_id = $1 AND id = $2`;
    const [login] = await tx.query<LoginEntity[]>(sql, [tenantId, id]);
    if (!login) throw new AppError('login_expired');
    return login;
  }

  /**
   * Marks the login as used, once: of any number of answers that arrive at once, one gets through.
   * Refuses `login_already_used` and `login_expired`.
   */
  async claim(tx: Queries, { tenantId, id }: LoginKey): Promise<LoginEntity> {
    type Row = LoginEntity & { isClaimed: boolean; isExpired: boolean };
    const [row] = await tx.query<Row[]>(CLAIM, [tenantId, id]);
    if (!row) throw new AppError('login_expired');
    const { isClaimed, isExpired, ...login } = row;
    if (!isClaimed) throw new AppError(isExpired ? 'login_expired' : 'login_already_used');
    return { ...login, status: 'claimed' };
  }

  /** Counts a try at the code of a mailbox proof. Refuses `login_already_used` for one too many and `login_expired`. */
  async countMailboxTry(tx: Queries, { tenantId, id }: LoginKey): Promise<LoginEntity> {
    const [, count] = await tx.query<[unknown[], number]>(COUNT_MAILBOX_TRY, [tenantId, id]);
    const login = await this.get(tx, { tenantId, id });
    if (count === 1) return login;
    // The last try counts before it ends the login.
    const isOver = login.status !== 'claimed' || login.mailboxTries >= MAILBOX_TRIES;
    throw new AppError(isOver ? 'login_already_used' : 'login_expired');
  }

  async complete(
    tx: Queries,
    login: LoginEntity,
    account: Account,
    { amr, acr, authTime, upstream = null }: LoginProof,
  ): Promise<void> {
    const proof = [amr, acr, authTime, upstream];
    await this.end(tx, login, ['completed', null, account.userId, account, ...proof]);
  }

  async fail(tx: Queries, login: LoginEntity, code: Code, userId: string | null): Promise<void> {
    await this.end(tx, login, ['failed', code, userId, null, null, null, null, null]);
  }

  private async end(tx: Queries, { tenantId, id }: LoginKey, outcome: unknown[]): Promise<void> {
    const [, count] = await tx.query<[unknown[], number]>(END, [tenantId, id, ...outcome]);
    if (count !== 1) throw new AppError('login_already_used');
  }
}
