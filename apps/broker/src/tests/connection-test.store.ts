import { AppError, type ConnectionTest, type ProofEvidence, type Provider } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { UsableConnection } from '../settings/usable-connection.rules.js';

/** So long a test waits for its address to be opened, and again for the provider's answer. */
export const TEST_MINUTES = 15;

/** A test as it is stored. Only a bearer knows the secret of its address. */
export interface TestRow {
  tenantId: string;
  id: string;
  reference: string;
  connectionId: string;
  provider: Provider;
  revision: number;
  /** The values that are tried; null once it has ended. */
  connection: UsableConnection | null;
  askedBy: 'user' | 'machine' | 'set_up';
  status: ConnectionTest['status'] | 'claimed';
  passed: boolean;
  code: ConnectionTest['code'];
  upstreamError: ConnectionTest['upstreamError'];
  claims: ConnectionTest['claims'];
  match: ConnectionTest['match'];
  remedies: ConnectionTest['remedies'];
  startedAt: Date;
  endedAt: Date | null;
}

/** What came of a test. */
export type TestOutcome = Pick<
  TestRow,
  'passed' | 'code' | 'upstreamError' | 'claims' | 'match' | 'remedies'
> & { status: 'succeeded' | 'refused'; evidence: ProofEvidence | null };

export type NewTest = Pick<
  TestRow,
  'tenantId' | 'id' | 'reference' | 'connectionId' | 'provider' | 'revision' | 'askedBy'
> & { connection: UsableConnection; secretHash: string; askedBySubject: string };

type TestKey = Pick<TestRow, 'tenantId' | 'id'>;

/** Claims are kept for a day, whenever the sweep comes. */
const COLUMNS = `tenant_id AS "tenantId", id, reference, connection_id AS "connectionId", provider, revision, connection,
  asked_by AS "askedBy", passed, code, upstream_error AS "upstreamError",
  CASE WHEN ended_at > now() - interval '24 hours' THEN claims END AS claims, match, remedies,
  started_at AS "startedAt", ended_at AS "endedAt",
  CASE WHEN status = 'waiting' AND started_at <= now() - make_interval(mins => ${TEST_MINUTES}) THEN 'expired'
       ELSE status END AS status`;

const OPEN = `
  UPDATE connection_test SET status = 'under_way', opened_at = now()
   WHERE tenant_id = $1 AND id = $2 AND secret_hash = $3 AND status = 'waiting'
     AND started_at > now() - make_interval(mins => ${TEST_MINUTES})
  RETURNING ${COLUMNS}`;

const CLAIM = `
  UPDATE connection_test SET status = 'claimed'
   WHERE tenant_id = $1 AND id = $2 AND status = 'under_way'
     AND opened_at > now() - make_interval(mins => ${TEST_MINUTES})
  RETURNING ${COLUMNS}`;

const END = `
  UPDATE connection_test
     SET status = $3, passed = $4, user_id = $5, code = $6, upstream_error = $7, claims = $8, match = $9,
         evidence = $10, remedies = $11, connection = NULL, ended_at = now()
   WHERE tenant_id = $1 AND id = $2 AND status IN ('under_way', 'claimed')`;

/** An UPDATE of TypeORM's gives its rows beside their number. */
type Updated = [TestRow[], number];

@Injectable()
export class ConnectionTestStore {
  /** When it started; null where another test has the reference. */
  async add(tx: Queries, test: NewTest): Promise<Date | null> {
    const { tenantId, id, reference, connectionId, provider, revision, connection } = test;
    const values = [tenantId, id, reference, connectionId, provider, revision, JSON.stringify(connection)];
    const [added] = await tx.query<{ startedAt: Date }[]>(
      `INSERT INTO connection_test (tenant_id, id, reference, connection_id, provider, revision, connection,
         secret_hash, asked_by, asked_by_subject, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting')
       ON CONFLICT DO NOTHING RETURNING started_at AS "startedAt"`,
      [...values, test.secretHash, test.askedBy, test.askedBySubject],
    );
    return added?.startedAt ?? null;
  }

  /** Whose test it is: its address does not say. */
  async findTenant(tx: Queries, id: string): Promise<string | null> {
    const [row] = await tx.query<{ tenantId: string }[]>(
      'SELECT tenant_id AS "tenantId" FROM connection_test WHERE id = $1',
      [id],
    );
    return row?.tenantId ?? null;
  }

  /** Opens a test, once. Refuses `test_link_invalid` for another secret, a second time, and after 15 minutes. */
  async open(tx: Queries, { tenantId, id }: TestKey, secretHash: string): Promise<TestRow> {
    const [[opened]] = await tx.query<Updated>(OPEN, [tenantId, id, secretHash]);
    if (!opened) throw new AppError('test_link_invalid');
    return opened;
  }

  /** Of any number of answers that arrive at once, one gets through. Refuses `login_already_used`, `login_expired`. */
  async claim(tx: Queries, { tenantId, id }: TestKey): Promise<TestRow> {
    const [[claimed]] = await tx.query<Updated>(CLAIM, [tenantId, id]);
    if (claimed) return claimed;
    const known = await this.find(tx, { tenantId, id });
    const isLate = !known || known.status === 'under_way' || known.status === 'did_not_return';
    throw new AppError(isLate ? 'login_expired' : 'login_already_used');
  }

  async find(tx: Queries, { tenantId, id }: TestKey): Promise<TestRow | null> {
    const sql = `SELECT ${COLUMNS} FROM connection_test WHERE tenant_id = $1 AND id = $2`;
    const [row] = await tx.query<TestRow[]>(sql, [tenantId, id]);
    return row ?? null;
  }

  /** False where it has ended already. */
  async end(tx: Queries, { tenantId, id }: TestKey, outcome: TestOutcome): Promise<boolean> {
    const { status, passed, code, match, remedies } = outcome;
    const documents = [outcome.upstreamError, outcome.claims, match, outcome.evidence];
    const [, count] = await tx.query<[unknown[], number]>(END, [
      tenantId,
      id,
      status,
      passed,
      match?.user?.id ?? null,
      code,
      ...documents.map((document) => document && JSON.stringify(document)),
      remedies,
    ]);
    return count === 1;
  }
}
