import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { natsPublicKeyOf } from '@portico/messaging';
import { isDemoKey, readCookieKeys, readKeySet } from '@portico/secrets';
import { addSubscriber } from './add-subscriber.js';
import { KeyDirectory, NATS_KEYS } from './key-directory.js';
import { makeKeys } from './make-keys.js';
import { readSubscribers } from './subscribers.js';

let directory: KeyDirectory;
beforeEach(() => {
  directory = new KeyDirectory(join(mkdtempSync(join(tmpdir(), 'portico-keys-')), 'keys'));
});
afterEach(() => rmSync(join(directory.path, '..'), { recursive: true }));

const textOf = (file: string): string => readFileSync(file, 'utf8');

describe(makeKeys.name, () => {
  it('makes every file of a deployment, for its owner alone', async () => {
    const { made, kept } = await makeKeys(directory);
    expect(kept).toEqual([]);
    expect(made.map((file) => basename(file)).sort()).toEqual([
      'broker-cookies.json',
      'dashboard-client-secret',
      'dashboard-cookies.json',
      'factors.json',
      'nats-accounts.conf',
      'nats-broker.nk',
      'nats-identity.nk',
      'nats-migration.nk',
      'nats-operator.nk',
      'nats-sso-config.nk',
      'sealing-public.json',
      'sealing.json',
      'seed-client-secret',
    ]);
    const open = made.filter((file) => (statSync(file).mode & 0o077) !== 0);
    expect(open).toEqual([directory.natsAccounts]);
    expect(statSync(directory.path).mode & 0o777).toBe(0o700);
  });

  it('overwrites nothing, and makes what is missing', async () => {
    const first = await makeKeys(directory);
    const before = new Map(first.made.map((file) => [file, textOf(file)]));
    rmSync(directory.factors);
    const { made } = await makeKeys(directory);
    expect(made).toEqual([directory.factors]);
    for (const file of first.made.filter((one) => one !== directory.factors))
      expect(textOf(file)).toBe(before.get(file));
  });

  it('makes what services can read, the public half without the private one', async () => {
    await makeKeys(directory);
    const [opens, seals] = [readKeySet(directory.sealing), readKeySet(directory.sealingPublic)];
    expect(opens.keys[0]?.d).toBeDefined();
    expect(seals.keys[0]).toEqual({ ...opens.keys[0], d: undefined });
    expect(readKeySet(directory.factors).keys[0]?.kid).not.toBe(opens.keys[0]?.kid);
    expect(readCookieKeys(textOf(directory.brokerCookies))).not.toEqual(
      readCookieKeys(textOf(directory.dashboardCookies)),
    );
  });

  it.each([true, false])('marks the keys of a demo, and no others: %s', async (demo) => {
    await makeKeys(directory, { demo });
    const texts = [
      ...[directory.sealing, directory.factors].map((file) => readKeySet(file).keys[0]?.kid ?? ''),
      ...[directory.brokerCookies, directory.dashboardCookies].map(
        (file) => (JSON.parse(textOf(file)) as string[])[0] ?? '',
      ),
      textOf(directory.seedSecret),
      textOf(directory.dashboardSecret),
    ];
    expect(texts.map(isDemoKey)).toEqual(texts.map(() => demo));
    expect(readCookieKeys(textOf(directory.brokerCookies))).toHaveLength(1);
  });

  it('lets everybody of Portico into NATS by the public half alone', async () => {
    await makeKeys(directory);
    const accounts = textOf(directory.natsAccounts);
    for (const owner of NATS_KEYS) {
      const seed = textOf(directory.natsSeed(owner));
      expect(accounts).toContain(natsPublicKeyOf(seed));
      expect(accounts).not.toContain(seed);
    }
  });
});

describe(addSubscriber.name, () => {
  beforeEach(async () => void (await makeKeys(directory)));

  it.each([
    ['a name of Portico itself', { name: 'broker', events: ['login.completed'] }],
    ['a name that leaves the folder', { name: '../x', events: ['login.completed'] }],
    ['an event that there is not', { name: 'crm', events: ['login.dreamt'] }],
    ['no event', { name: 'crm', events: [] }],
  ])('refuses %s, and leaves nothing behind', (_what, subscriber) => {
    expect(() => addSubscriber(directory, subscriber)).toThrow();
    expect(existsSync(directory.subscribers)).toBe(false);
  });

  it('lets the team hear its events by its durables, and keeps its key when they change', () => {
    const { publicKey } = addSubscriber(directory, { name: 'crm', events: ['login.completed'] });
    expect(textOf(directory.natsAccounts)).toContain(publicKey);
    expect(textOf(directory.natsAccounts)).toContain('MSG.NEXT.PORTICO.crm--login-completed');
    const again = addSubscriber(directory, { name: 'crm', events: ['user.created'] });
    expect(again.publicKey).toBe(publicKey);
    expect(textOf(directory.natsAccounts)).toContain('crm--user-created');
    expect(textOf(directory.natsAccounts)).not.toContain('crm--login-completed');
    expect(readSubscribers(directory)).toEqual([again]);
  });

  it('tells which description of a subscriber is none', () => {
    addSubscriber(directory, { name: 'crm', events: ['login.completed'] });
    writeFileSync(directory.subscriberFile('crm'), '{"name":"other","publicKey":"U","events":[]}');
    expect(() => readSubscribers(directory)).toThrow(/crm\.json: publicKey .*; events/);
  });
});
