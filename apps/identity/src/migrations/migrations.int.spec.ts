import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database, migrateDatabase } from '@portico/service-kit';
import type { TestDatabase } from '@portico/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { ENTITIES } from '../entities.js';
import type { FactorRow } from '../factors/factor.entity.js';
import { FactorStore } from '../factors/factor.store.js';
import { PasskeyChallengeStore } from '../factors/passkey-challenge.store.js';
import { connectSuperuser, startIdentityDatabase } from '../identity-house.fixture.js';
import { ImportRefusalStore } from '../imports/import-refusal.store.js';
import { ImportedUserStore } from '../imports/imported-user.store.js';
import { UserImportStore } from '../imports/user-import.store.js';
import { LinkStore } from '../links/link.store.js';
import { LookupStore } from '../lookup/lookup.store.js';
import { MailStore } from '../mail/mail.store.js';
import { MailboxProofStore } from '../match/mailbox-proof.store.js';
import { MatchStore } from '../match/match.store.js';
import { ResolutionStore } from '../match/resolution.store.js';
import { PasswordLinkStore } from '../passwords/password-link.store.js';
import { PasswordStore } from '../passwords/password.store.js';
import { RecoveryCodeStore } from '../recovery/recovery-code.store.js';
import { RehearsalStore } from '../rehearsals/rehearsal.store.js';
import { migrationsFor } from './index.js';

const ISSUER = 'https://idp.example.com';
const TENANT = `('0199d5a0-0000-7000-8000-' || lpad((n / 100)::text, 12, '0'))::uuid`;
const MANY_USERS = [
  `INSERT INTO app_user (tenant_id, email, email_normal, name, roles)
   SELECT ${TENANT}, 'x', 'user-' || n || '@acme.example', 'x', '{member}' FROM generate_series(1, 20000) AS n`,
  `INSERT INTO identity_link (tenant_id, connection_id, issuer, subject, user_id)
   SELECT tenant_id, tenant_id, '${ISSUER}', id::text, id FROM app_user`,
  `INSERT INTO user_password SELECT tenant_id, id, 'x' FROM app_user`,
  `INSERT INTO resolution SELECT ${TENANT}, uuidv7(), '{}' FROM generate_series(1, 20000) AS n`,
  `INSERT INTO password_link (tenant_id, user_id, token_hash) SELECT tenant_id, id, sha256(id::text::bytea) FROM app_user`,
  `INSERT INTO mailbox_proof (tenant_id, login_id, connection_id, issuer, subject, email_normal, user_id, code_hash)
   SELECT tenant_id, uuidv7(), tenant_id, '${ISSUER}', id::text, email_normal, id, 'x' FROM app_user`,
  `INSERT INTO mail (tenant_id, job, due_at)
   SELECT tenant_id, jsonb_build_object('kind', 'password_link', 'userId', id), now() + interval '1 hour' FROM app_user`,
  `INSERT INTO user_import (tenant_id, id) SELECT tenant_id, id FROM app_user`,
  `INSERT INTO user_import_refusal (tenant_id, import_id, line, code) SELECT tenant_id, id, 1, 'x' FROM app_user`,
  `INSERT INTO factor (tenant_id, id, user_id, kind, name, credential_id, confirmed_at)
   SELECT tenant_id, uuidv7(), id, 'passkey', 'x', id::text, now() FROM app_user`,
  `INSERT INTO passkey_challenge (tenant_id, id, user_id, purpose, challenge)
   SELECT tenant_id, uuidv7(), id, 'use', 'x' FROM app_user`,
  `INSERT INTO recovery_code (tenant_id, user_id, code_hash, confirmed_at)
   SELECT tenant_id, id, sha256(id::text::bytea), now() FROM app_user`,
  `INSERT INTO rehearsal (tenant_id, id, connection_id, revision, settings_version, findings)
   SELECT tenant_id, id, tenant_id, 1, 1, '{}' FROM app_user`,
  `INSERT INTO rehearsed_user (tenant_id, rehearsal_id, user_id, outcome) SELECT tenant_id, tenant_id, id, 'proven' FROM app_user`,
  'ANALYZE',
];

describe('the migrations of identity', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startIdentityDatabase();
  }, 60_000);
  afterAll(async () => {
    await database.drop();
  });

  it('leave nothing that the entities would change', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: database.ownerUrl,
      entities: ENTITIES,
    }).initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('are what docs/restore/identity.sql is written for', async () => {
    const afterRestoring = join(import.meta.dirname, '../../../../docs/restore/identity.sql');
    await database.sql(readFileSync(afterRestoring, 'utf8'));
    expect(await database.sql('TABLE recovery_code')).toEqual([]);
  });

  it('do nothing the second time', async () => {
    expect(await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole))).toEqual([]);
  });

  it('put every tenant table behind forced row-level security', async () => {
    const tables = await database.sql<{ relname: string; forced: boolean }>(
      `SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    const open = tables.filter(({ forced }) => !forced).map(({ relname }) => relname);
    expect(open.sort()).toEqual(['dead_letter', 'inbox_event', 'outbox_event', 'schema_migration']);
  });

  it('give the runtime role no table of its own', async () => {
    const owned = await database.sql(
      `SELECT relname FROM pg_class JOIN pg_roles ON relowner = pg_roles.oid WHERE rolname = $1`,
      [database.runtimeRole],
    );
    expect(owned).toEqual([]);
  });

  describe('among 20,000 users of 200 tenants', () => {
    const tenantId = '0199d5a0-0000-7000-8000-000000000007';
    const email = 'user-701@acme.example';
    const identity = { issuer: ISSUER, subject: 'x' };
    const question = {
      tenantId,
      connectionId: tenantId,
      loginId: tenantId,
      identity,
      policy: 'match_only' as const,
    };
    const link = { tenantId, userId: tenantId, tokenHash: Buffer.alloc(32) };
    const proof = { tenantId, loginId: tenantId, connectionId: tenantId, ...identity, emailNormal: email };
    const keys = { ids: [tenantId], externalIds: ['x'], emails: [email] };
    const user = {
      id: tenantId,
      email,
      emailNormal: email,
      name: 'x',
      externalId: null,
      status: 'active' as const,
      roles: ['member' as const],
    };
    const challenge = { tenantId, userId: tenantId, id: tenantId };
    const factor = challenge as FactorRow;
    const code = { ...user, tenantId, userId: tenantId };
    let runtime: DataSource;

    beforeAll(async () => {
      const superuser = await connectSuperuser(database);
      for (const statement of MANY_USERS) await superuser.query(statement);
      await superuser.destroy();
      runtime = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    }, 60_000);
    afterAll(async () => {
      await runtime.destroy();
    });

    /** The plan of the statement that a store runs, as the runtime role makes it. */
    const planOf = async (across: boolean, run: (tx: EntityManager) => Promise<unknown>): Promise<string> => {
      const plan = await new Database(runtime)[across ? 'acrossTenants' : 'transaction'](async (tx) => {
        await tx.query(`SELECT set_config('portico.tenant', $1, true)`, [across ? '' : tenantId]);
        let lines: Record<string, string>[] = [];
        const explain = async (sql: string, values: unknown[]): Promise<unknown[]> => {
          lines = await tx.query<Record<string, string>[]>(`EXPLAIN ${sql}`, values);
          return [[{}], 1];
        };
        await run({ query: explain } as unknown as EntityManager);
        return lines;
      });
      return plan.map((line) => line['QUERY PLAN']).join('\n');
    };

    it.each<[string, boolean, (tx: EntityManager) => Promise<unknown>]>([
      ['ask.identity.lookup', true, (tx) => new LookupStore().listByEmail(tx, email)],
      ['ask.identity.check-password', true, (tx) => new PasswordStore().listHolders(tx, [tenantId], email)],
      ['a linked sign-in', false, (tx) => new MatchStore().findKnown(tx, question)],
      ['a first sign-in', false, (tx) => new MatchStore().listCandidates(tx, question, email)],
      ['a one-time link', true, (tx) => new PasswordLinkStore().findUser(tx, Buffer.alloc(32))],
      ['the use of one', false, (tx) => new PasswordLinkStore().use(tx, link)],
      ['a new one', false, (tx) => new PasswordLinkStore().replace(tx, { ...link, again: false })],
      ['a mailbox proof', false, (tx) => new MailboxProofStore().find(tx, proof)],
      ['the beginning of one', false, (tx) => new MailboxProofStore().add(tx, proof)],
      [
        'its code',
        false,
        (tx) => new MailboxProofStore().setCode(tx, proof, { userId: tenantId, codeHash: 'x' }),
      ],
      ['a try of it', false, (tx) => new MailboxProofStore().takeTry(tx, proof)],
      ['the mail that is due', true, (tx) => new MailStore().listDue(tx, 5)],
      ['a mail that is taken on', false, (tx) => new MailStore().take(tx, { tenantId, id: tenantId })],
      ['a mail that was sent', false, (tx) => new MailStore().remove(tx, { tenantId, id: tenantId })],
      [
        'the release of a link',
        false,
        (tx) => new LinkStore().remove(tx, { tenantId, userId: tenantId, id: tenantId }),
      ],
      ['the release of a connection', false, (tx) => new LinkStore().removeOfConnection(tx, proof, 500)],
      [
        'the users of a batch of an import',
        false,
        (tx) => new ImportedUserStore().listLocked(tx, tenantId, keys),
      ],
      [
        'the change of users by an import',
        false,
        (tx) => new ImportedUserStore().updateAll(tx, tenantId, [user]),
      ],
      [
        'the progress of an import',
        false,
        (tx) => new UserImportStore().advance(tx, { tenantId, id: tenantId, lastLine: 1 }, []),
      ],
      [
        'the refused lines of an import',
        false,
        async (tx) => {
          await new ImportRefusalStore()
            .list(tx, { tenantId, id: tenantId }, { after: 0, limit: 50 })
            .catch(() => undefined);
        },
      ],
      [
        'the refused lines of a day ago',
        true,
        (tx) => new ImportRefusalStore().listTenantsWithOld(tx).catch(() => []),
      ],
      ['their removal', false, (tx) => new ImportRefusalStore().removeOld(tx, tenantId)],
      ['the use of a code', false, (tx) => new FactorStore().useStep(tx, factor, 1, tenantId)],
      [
        'the use of a passkey',
        false,
        (tx) => new FactorStore().usePasskey(tx, factor, { signCount: 1, usedBy: tenantId }),
      ],
      [
        'the answer to a challenge',
        false,
        (tx) => new PasskeyChallengeStore().take(tx, { ...challenge, purpose: 'use' }, tenantId),
      ],
      [
        'a recovery code that is looked for',
        true,
        (tx) => new RecoveryCodeStore().listHolders(tx, [tenantId], email),
      ],
      [
        'the use of a recovery code',
        false,
        (tx) => new RecoveryCodeStore().use(tx, { ...code, codeHash: Buffer.alloc(32) }, tenantId),
      ],
      ['the administrators who have one', false, (tx) => new RecoveryCodeStore().listAdmins(tx, tenantId)],
      ['a rehearsal', false, (tx) => new RehearsalStore().find(tx, { tenantId, id: tenantId })],
      [
        'the users of one',
        false,
        (tx) => new RehearsalStore().listUsers(tx, { tenantId, id: tenantId }, { limit: 50 }),
      ],
      ['the rehearsals of a day ago', true, (tx) => new RehearsalStore().listOld(tx)],
      ['the removal of one', false, (tx) => new RehearsalStore().remove(tx, tenantId, [tenantId])],
      ['the first use of a link', false, (tx) => new LinkStore().noteUse(tx, proof)],
      ['an answer', false, (tx) => new ResolutionStore().add(tx, { tenantId, loginId: tenantId, reply: {} })],
    ])('give %s an index for every table', async (_, across, run) => {
      const plan = await planOf(across, run);
      expect(plan).toMatch(/Index|Insert/);
      expect(plan).not.toContain('Seq Scan');
    });
  });
});
