import { CheckPassword, GetUser, ResolveIdentity } from '@portico/contracts';
import { migrateDatabase, newId } from '@portico/service-kit';
import { inspectSchema, type KeptDatabase, lostFrom, readKept, startKeptDatabase } from '@portico/testing';
import { ENTITIES } from '../entities.js';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { migrationsFor } from './index.js';

const kept = readKept('identity');

interface KeptUser {
  id: string;
  tenant_id: string;
  email: string;
  roles: string[];
}
interface KeptLink {
  tenant_id: string;
  connection_id: string;
  issuer: string;
  subject: string;
  user_id: string;
}

const rowsOf = <Row>(table: string): Row[] => JSON.parse(kept.tables[table] ?? '[]') as Row[];
const userOf = (email: string): KeptUser =>
  rowsOf<KeptUser>('app_user').find((user) => user.email === email) ?? ({} as KeptUser);

describe(`data of release ${kept.from.slice(0, 7)}`, () => {
  let old: KeptDatabase;
  let lost: string[];
  let house: IdentityHouse;

  beforeAll(async () => {
    old = await startKeptDatabase(kept, async ({ ownerUrl, runtimeRole }, only) => {
      await migrateDatabase(
        ownerUrl,
        migrationsFor(runtimeRole).filter(({ name }) => only.includes(name)),
      );
    });
    const { database } = old;
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    lost = await lostFrom(database, kept);
    house = await startIdentityHouse({ database, factorKeys: kept.keys['factors.json'] ?? '' });
  });
  afterAll(async () => {
    await house.stop();
  });

  it('has the tables that its migrations make today', () => {
    expect(old.schema).toEqual(kept.schema);
  });

  it('is all there after the upgrade, in tables that the entities fit', async () => {
    expect(lost).toEqual([]);
    expect((await inspectSchema(old.database, ENTITIES)).drift).toEqual([]);
  });

  it('lets a person in by the password of before, and by no other', async () => {
    const admin = userOf('admin@acme.example');
    const check = async (password: string) =>
      await house.ask(CheckPassword, { email: admin.email, tenantIds: [admin.tenant_id], password });
    expect((await check('portico-demo')).users).toMatchObject([{ userId: admin.id, email: admin.email }]);
    expect((await check('portico-demo-2')).users).toEqual([]);
  });

  it('knows the second factor of before', async () => {
    const operator = userOf('operator@portico.example');
    const request = { email: operator.email, tenantIds: [operator.tenant_id], password: 'portico-demo' };
    expect((await house.ask(CheckPassword, request)).factors).toEqual([
      { userId: operator.id, kinds: ['totp'] },
    ]);
  });

  it('knows whom a provider vouches for by the link of before', async () => {
    const [link] = rowsOf<KeptLink>('identity_link');
    const { outcome, user } = (await house.ask(ResolveIdentity, {
      loginId: newId(),
      tenantId: link!.tenant_id,
      connectionId: link!.connection_id,
      identity: { issuer: link!.issuer, subject: link!.subject, emailTrust: 'missing', domainProved: false },
      policy: 'pre_linked_only',
    })) as { outcome: string; user: { userId: string } };
    expect([outcome, user.userId]).toEqual(['linked', link!.user_id]);
  });

  it('shows a person of before, and changes them', async () => {
    const agent = userOf('agent@globex.example');
    const path = `/v1/tenants/${agent.tenant_id}/users/${agent.id}`;
    const changed = await house.http('PATCH', path, SEED, { name: 'Jean Louise Finch' });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      { email: agent.email, name: 'Jean Louise Finch' },
    ]);
    const { user } = await house.ask(GetUser, { tenantId: agent.tenant_id, userId: agent.id });
    expect(user).toMatchObject({ name: 'Jean Louise Finch' });
  });
});
