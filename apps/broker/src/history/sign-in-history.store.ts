import type { Code, LastSignIn } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** Whose logins are wanted, and since when failures count although none has succeeded since. */
export interface WantedHistory {
  connectionId: string;
  /** When a test of the live values succeeded last. */
  testedAt: Date | null;
}

/** An administrator's sign-in with a connection, by login or by test. */
export interface AdminSignIn {
  revision: number;
  userId: string;
  at: Date;
}

/** What the logins of a connection tell. */
export interface ConnectionHistory {
  connectionId: string;
  lastSignInAt: Date | null;
  failing: { since: Date; count: number; code: Code; reference: string } | null;
  admin: AdminSignIn | null;
}

interface Row {
  connectionId: string;
  lastSignInAt: Date | null;
  since: Date | null;
  count: number;
  code: Code;
  reference: string;
  revision: number | null;
  userId: string;
  at: Date;
}

/** More are not counted: with every failure since a year ago, a page would wait for nothing that it can show. */
const MOST_COUNTED = 1000;

const OF_CONNECTION = 'FROM login WHERE tenant_id = $1 AND connection_id = wanted.id';
const OF_ADMIN = `status = 'completed' AND account->'roles' ? 'tenant_admin' AND account->>'status' = 'active'`;

/** Code by code, so that each is a few looks into the index, however many logins there are. */
const FAILED = `
  SELECT min(kind.first) AS since, sum(kind.count)::integer AS count,
         (array_agg(kind.code ORDER BY newest.ended_at DESC))[1] AS code,
         (array_agg(newest.reference ORDER BY newest.ended_at DESC))[1] AS reference
    FROM (SELECT failure.code, oldest.first, oldest.count
            FROM unnest($4::text[]) AS failure (code), LATERAL (
              SELECT min(ended_at) AS first, count(*) AS count FROM (
                SELECT ended_at ${OF_CONNECTION} AND status = 'failed' AND code = failure.code AND ended_at > begin.at
                 ORDER BY ended_at LIMIT ${MOST_COUNTED}) AS counted) AS oldest
           WHERE oldest.count > 0) AS kind, LATERAL (
           SELECT ended_at, reference ${OF_CONNECTION} AND status = 'failed' AND code = kind.code
            ORDER BY ended_at DESC LIMIT 1) AS newest`;

const LIST = `
  SELECT wanted.id AS "connectionId", last.at AS "lastSignInAt", failed.*, admin.*
    FROM unnest($2::uuid[], $3::timestamptz[]) AS wanted (id, tested_at)
    LEFT JOIN LATERAL (
      SELECT ended_at AS at ${OF_CONNECTION} AND status = 'completed'
       ORDER BY ended_at DESC LIMIT 1) AS last ON true
   CROSS JOIN LATERAL (
      SELECT coalesce(greatest(last.at, wanted.tested_at), '-infinity') AS at) AS begin
    LEFT JOIN LATERAL (${FAILED}) AS failed ON true
    LEFT JOIN LATERAL (
      SELECT revision, user_id AS "userId", ended_at AS at ${OF_CONNECTION} AND ${OF_ADMIN} AND revision IS NOT NULL
       ORDER BY revision DESC, ended_at DESC LIMIT 1) AS admin ON true`;

const FIND_ADMIN = `
  SELECT revision, user_id AS "userId", ended_at AS at
    FROM login WHERE tenant_id = $1 AND connection_id = $2 AND revision = $3 AND ${OF_ADMIN}
   ORDER BY ended_at DESC LIMIT 1`;

const LAST_SIGN_INS = `
  SELECT last.user_id AS "userId", last.ended_at AS at, last.method, last.connection_id AS "connectionId", last.provider
    FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
      SELECT * FROM login WHERE tenant_id = $1 AND user_id = wanted.id AND status = 'completed'
       ORDER BY ended_at DESC LIMIT 1) AS last`;

/** What the login rows tell, beside the login path: a few looks into an index for each thing asked about. */
@Injectable()
export class SignInHistoryStore {
  async listConnections(
    tx: Queries,
    tenantId: string,
    wanted: readonly WantedHistory[],
    failures: readonly Code[],
  ): Promise<ConnectionHistory[]> {
    const ids = wanted.map(({ connectionId }) => connectionId);
    const tested = wanted.map(({ testedAt }) => testedAt);
    return (await tx.query<Row[]>(LIST, [tenantId, ids, tested, failures])).map(toHistory);
  }

  /** The newest sign-in of an administrator with these values. */
  async findAdmin(
    tx: Queries,
    tenantId: string,
    connectionId: string,
    revision: number,
  ): Promise<AdminSignIn | null> {
    const [row] = await tx.query<AdminSignIn[]>(FIND_ADMIN, [tenantId, connectionId, revision]);
    return row ?? null;
  }

  /** The last sign-in of each of the users; nothing of those who never did. */
  async listLastSignIns(
    tx: Queries,
    tenantId: string,
    userIds: readonly string[],
  ): Promise<(Omit<LastSignIn, 'at'> & { at: Date })[]> {
    return await tx.query(LAST_SIGN_INS, [tenantId, userIds]);
  }
}

const toHistory = ({ connectionId, lastSignInAt, since, count, code, reference, ...admin }: Row) => ({
  connectionId,
  lastSignInAt,
  failing: since && { since, count, code, reference },
  admin: admin.revision === null ? null : { ...admin, revision: admin.revision },
});
