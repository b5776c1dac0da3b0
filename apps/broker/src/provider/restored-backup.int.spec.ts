import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { TestClient } from '../client.fixture.js';

jest.setTimeout(60_000);

const AFTER_RESTORING = readFileSync(
  join(import.meta.dirname, '../../../../docs/restore/broker.sql'),
  'utf8',
);
const INVALID_GRANT = { status: 400, body: { error: 'invalid_grant' } };

let house: BrokerHouse;
let client: TestClient;
beforeAll(async () => {
  house = await startBrokerHouse();
  client = await TestClient.register(house);
});
afterAll(async () => {
  await house.stop();
});

/** Somebody whose refresh token was used after the backup, and whose browser signed out after it. */
const whatABackupRevives = async () => {
  const { code, browser } = await client.signIn();
  const { body } = await client.redeem(code);
  const restore = await house.database.backUp();
  const renewed = await client.refresh(body['refresh_token']);
  await house.database.sql('TRUNCATE provider_artifact, session');
  await restore();
  return { used: body['refresh_token'] as string, later: renewed.body['refresh_token'] as string, browser };
};

describe('a restored backup of the broker', () => {
  it('brings back what was used and ended since, if nothing else is done', async () => {
    const { used, browser } = await whatABackupRevives();
    expect((await client.authorize(browser)).searchParams.get('code')).toEqual(expect.any(String));
    expect((await client.refresh(used)).status).toBe(200);
  });

  it('F28 lets nothing in that was used or ended since, after docs/restore/broker.sql', async () => {
    const { used, later, browser } = await whatABackupRevives();
    await house.database.sql(AFTER_RESTORING);
    expect(await client.refresh(used)).toMatchObject(INVALID_GRANT);
    expect(await client.refresh(later)).toMatchObject(INVALID_GRANT);
    expect((await client.authorize(browser)).pathname).toMatch(/^\/login\//);
  });

  it('asks sso-config for all settings anew, and signs nothing with an old key', async () => {
    await house.database.sql(AFTER_RESTORING);
    const [contact] = await house.database.sql('SELECT cursor, contacted_at::text FROM settings_contact');
    expect(contact).toEqual({ cursor: null, contacted_at: '-infinity' });
    const left = await house.database.sql('SELECT kid FROM signing_key');
    expect(left).toEqual([]);
  });
});
