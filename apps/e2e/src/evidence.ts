import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HouseDescription } from '@portico/launcher';
import type { Evidence } from './checker.rules.js';
import { query } from './database.js';
import { readStream } from './facts-stream.js';
import { readTraffic } from './simulator.js';

const LOGINS = `SELECT id, tenant_id AS "tenantId", reference, method, status, user_id AS "userId",
    claimed_at IS NOT NULL AS claimed FROM login`;
const OUTBOX = `SELECT id, type, subject FROM outbox_event WHERE type LIKE 'login.%'`;
const SESSIONS = `SELECT uid, tenant_id AS "tenantId", user_id AS "userId", login_id AS "loginId" FROM session`;
const ARTIFACTS = `SELECT kind, payload->>'accountId' AS "userId",
    coalesce(payload->>'sessionUid', payload->>'uid') AS "sessionUid" FROM provider_artifact
  WHERE kind IN ('Session', 'AuthorizationCode', 'AccessToken') AND payload ? 'accountId'`;
const RESOLUTIONS = `SELECT login_id AS "loginId", tenant_id AS "tenantId", reply->>'outcome' AS outcome,
    reply->'user'->>'userId' AS "userId" FROM resolution`;
const LINKS = `SELECT tenant_id AS "tenantId", connection_id AS "connectionId", issuer, subject,
    user_id AS "userId" FROM identity_link`;
const LINKED = `SELECT tenant_id AS "tenantId", subject AS "userId", data->>'connectionId' AS "connectionId"
    FROM outbox_event WHERE type = 'user.linked'`;
const TESTS = `SELECT count(*)::int AS tests FROM connection_test
  WHERE status IN ('claimed', 'succeeded', 'refused')`;
const POST = `SELECT (SELECT count(*)::int FROM outbox_event WHERE sent_at IS NULL) AS unsent,
    (SELECT count(*)::int FROM dead_letter) AS letters`;

/** Reads everything that the checker judges. */
export const gather = async (house: HouseDescription, secrets: Iterable<string> = []): Promise<Evidence> => ({
  logins: await query(house, 'broker', LOGINS),
  outbox: await query(house, 'broker', OUTBOX),
  sessions: await query(house, 'broker', SESSIONS),
  artifacts: await query(house, 'broker', ARTIFACTS),
  resolutions: await query(house, 'identity', RESOLUTIONS),
  links: await query(house, 'identity', LINKS),
  linkedFacts: await query(house, 'identity', LINKED),
  claimedTests: await countTests(house),
  ...(await countPost(house)),
  stream: await readStream(house, 'login.>'),
  effects: readEffects(house.logs),
  ...(await readTraffic(house)),
  leaks: findLeaks(house.logs, [...secretsOf(house), ...secrets]),
});

const countTests = async (house: HouseDescription): Promise<number> => {
  const [row] = await query<{ tests: number }>(house, 'broker', TESTS);
  return row?.tests ?? 0;
};

const countPost = async (house: HouseDescription): Promise<Pick<Evidence, 'unsent' | 'deadLetters'>> => {
  const counts = { unsent: 0, deadLetters: 0 };
  for (const owner of ['broker', 'identity', 'sso_config'] as const) {
    const [row] = await query<{ unsent: number; letters: number }>(house, owner, POST);
    counts.unsent += row?.unsent ?? 0;
    counts.deadLetters += row?.letters ?? 0;
  }
  return counts;
};

/** What the example subscriber did: it prints a line for each login, deduplicated by `ce-id`. */
const readEffects = (logs: string): Evidence['effects'] => {
  const lines = readFileSync(join(logs, 'subscriber.log'), 'utf8').matchAll(
    /^login\.completed (\S+) tenant=(\S+) user=(\S+)/gm,
  );
  return [...lines].map(([, reference = '', tenantId = '', userId = '']) => ({
    reference,
    tenantId,
    userId,
  }));
};

/** The secrets that lie in the house's files, and everybody's password. */
const secretsOf = ({ keys, postgresUrl, databases }: HouseDescription): string[] => {
  const files = [
    keys.seedSecret,
    keys.dashboardSecret,
    ...Object.values(keys.providerSecrets),
    ...Object.values(keys.nats).map((key) => key.seedFile),
  ];
  const urls = [postgresUrl, ...Object.values(databases).flatMap(({ owner, runtime }) => [owner, runtime])];
  return [
    'portico-demo',
    ...files.map((file) => readFileSync(file, 'utf8').trim()),
    ...urls.map((url) => new URL(url).password),
  ];
};

/** A signed token, or a query or form field that carries a secret. */
const SHAPES =
  /eyJ[\w-]{10,}\.[\w-]{10,}\.|[?&](code|state|code_verifier|client_secret|password|id_token_hint)=/;

const findLeaks = (logs: string, secrets: string[]): string[] =>
  readdirSync(logs).flatMap((name) => {
    const text = readFileSync(join(logs, name), 'utf8');
    const told = secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 4)}…`);
    const shape = SHAPES.exec(text);
    return [...told, ...(shape ? [text.slice(shape.index, shape.index + 12)] : [])].map(
      (found) => `${name}: ${found}`,
    );
  });
