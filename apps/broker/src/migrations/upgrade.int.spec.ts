import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase } from '@portico/service-kit';
import { inspectSchema, type KeptDatabase, lostFrom, readKept, startKeptDatabase } from '@portico/testing';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from './index.js';

const kept = readKept('broker');
const rowsOf = <Row>(table: string): Row[] => JSON.parse(kept.tables[table] ?? '[]') as Row[];
const phone = rowsOf<{ id: string; redirect_uris: string[] }>('application').find(
  ({ id }) => id === 'phone',
)!;

describe(`data of release ${kept.from.slice(0, 7)}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-kept-'));
  let old: KeptDatabase;
  let lost: string[];
  let house: BrokerHouse;

  const keyFile = (name: string): string => {
    const file = join(folder, name);
    writeFileSync(file, kept.keys[name] ?? '');
    return file;
  };

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
    const keys = {
      PORTICO_SEALING_KEYS_FILE: keyFile('sealing.json'),
      PORTICO_COOKIE_KEYS_FILE: keyFile('broker-cookies.json'),
    };
    house = await startBrokerHouse(keys, database);
  });
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true });
  });

  it('has the tables that its migrations make today', () => {
    expect(old.schema).toEqual(kept.schema);
  });

  it('is all there after the upgrade, in tables that the entities fit', async () => {
    expect(lost).toEqual([]);
    expect((await inspectSchema(old.database, ENTITIES)).drift).toEqual([]);
  });

  it('publishes the keys of before, so that tokens of before stay valid', async () => {
    const { keys } = (await (await fetch(`${house.address}/.well-known/jwks.json`)).json()) as {
      keys: { kid: string }[];
    };
    const before = rowsOf<{ kid: string }>('signing_key').map(({ kid }) => kid);
    expect(before.length).toBeGreaterThan(0);
    expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining(before));
  });

  it('lets a person in by password, by the settings of before, to the application of before', async () => {
    const [redirectUri = ''] = phone.redirect_uris;
    const settings = rowsOf<{ tenant_id: string; document: { slug: string } }>('tenant_settings');
    const acme = settings.find(({ document }) => document.slug === 'acme')!;
    const [email, password] = ['scout@acme.example', 'mockingbird-1960'];
    house.people.add(acme.tenant_id, email, password);
    const { browser, path } = await house.openLogin(undefined, { redirect_uri: redirectUri });
    const { headers } = await browser.post(`${path}/password`, { email, password });
    const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
    const back = await browser.get(`${onward.pathname}${onward.search}`);
    const location = new URL(back.headers.get('location') ?? '');
    expect([location.origin, location.searchParams.has('code')]).toEqual([new URL(redirectUri).origin, true]);
  });
});
