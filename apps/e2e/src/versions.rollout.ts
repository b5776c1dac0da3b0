import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { LoginCompleted, SsoConfigChanged, type Tenant } from '@portico/contracts';
import { Api } from './api.js';
import { check } from './checker.js';
import { DashboardDoors } from './dashboard-doors.js';
import { FactLog, type HeardFact } from './facts.js';
import { keepHouse } from './keep-data.js';
import { countRefused, from, house, keepsData, migrate, type Replacement, roll } from './rolling.js';
import { type Deed, SteadyLoad } from './steady-load.js';

jest.setTimeout(900_000);

/** For how long each release is alone, before and after. */
const ALONE_MS = 8000;

const solo = house.seeded.tenants['solo'] ?? '';

let facts: FactLog;
let load: SteadyLoad;
/** The names that the settings of a company were given. */
let renamed = 0;
let migrated: { from: number; until: number };
let forth: Replacement[] = [];
let back: Replacement[] = [];

/** A change of a company's settings by the APIs, with a token of its own. */
const rename = async (): Promise<void> => {
  const api = await Api.open(house);
  const name = `Solo ${renamed + 1}`;
  const { name: answered } = await api.call<Tenant>(
    'PATCH',
    `${house.addresses.ssoConfig}/v1/tenants/${solo}`,
    { name },
  );
  renamed += 1;
  if (answered !== name) throw new Error(`the name is ${answered}, not ${name}`);
};

/** Somebody who stays signed in at the dashboard all the time. */
const lookAtSettings = async (): Promise<(turn: number) => Promise<void>> => {
  const doors = await DashboardDoors.open('admin@solo.example', 'portico-demo');
  return async () => {
    const { tenant } = await doors.get<{ tenant: Tenant }>('GET', `sso-config/v1/tenants/${solo}/sso`);
    if (tenant.id !== solo) throw new Error('the settings of another company');
  };
};

beforeAll(async () => {
  facts = await FactLog.listen(house);
  load = new SteadyLoad(house);
  load.start();
  load.lane('settings changed', 1500, rename);
  load.lane('dashboard', 700, await lookAtSettings());
  await wait(ALONE_MS);
  if (keepsData) await keepHouse(house, from);
  migrated = { from: Date.now(), until: 0 };
  await migrate();
  migrated.until = Date.now();
  await wait(ALONE_MS);
  forth = await roll('today');
  await wait(ALONE_MS);
  back = await roll('before');
  await wait(ALONE_MS);
  await load.stop();
  report();
});
afterAll(async () => {
  await facts?.close();
});

/** What both releases have answered, of all that fell into a roll. */
const shared = (deeds: Deed[], replacements: Replacement[]): number => {
  const begun = Math.min(...replacements.map(({ from: at }) => at));
  const ended = Math.max(...replacements.map(({ until }) => until));
  return deeds.filter((deed) => deed.shared && deed.until > begun && deed.from < ended).length;
};

const report = (): void => {
  const { deeds } = load;
  const kinds = [...new Set(deeds.map(({ what }) => what))].sort();
  const figures = {
    from,
    seconds: Math.round(
      (Math.max(...deeds.map(({ until }) => until)) - Math.min(...deeds.map((deed) => deed.from))) / 1000,
    ),
    deeds: Object.fromEntries(kinds.map((kind) => [kind, deeds.filter(({ what }) => what === kind).length])),
    faults: load.faults.length,
    sharedForth: shared(deeds, forth),
    sharedBack: shared(deeds, back),
    duringMigration: deeds.filter((deed) => deed.from < migrated.until && deed.until > migrated.from).length,
    migrationMs: migrated.until - migrated.from,
    replaced: { forth: forth.length, back: back.length },
    slowestStartMs: Math.max(...[...forth, ...back].map(({ startedMs }) => startedMs)),
    slowestStopMs: Math.max(...[...forth, ...back].map(({ stoppedMs }) => stoppedMs)),
    completedHeard: facts.list(LoginCompleted).length,
    changedHeard: facts.list(SsoConfigChanged).length,
  };
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
};

const twice = (heard: HeardFact[]): string[] => {
  const ids = heard.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
};

describe('two releases behind one address, forth and back under load', () => {
  it('F22 fail nobody: every login, token, change and page is as wanted', () => {
    expect(
      load.faults.map(({ what, fault, from: at }) => `${new Date(at).toISOString()} ${what}: ${fault ?? ''}`),
    ).toEqual([]);
    expect(load.deeds.length).toBeGreaterThan(100);
  });

  it('F22 share logins: pages of one and pages of the other make one, in both directions', () => {
    expect(shared(load.deeds, forth)).toBeGreaterThan(20);
    expect(shared(load.deeds, back)).toBeGreaterThan(20);
  });

  it('F22 lose and double no event', async () => {
    expect(await check(house)).toEqual([]);
    expect(twice(facts.heard)).toEqual([]);
    const changes = facts.list(SsoConfigChanged, ({ tenantId }) => tenantId === solo);
    expect(changes).toHaveLength(renamed);
  });

  it('F23 end with 0 when told to, and get no request once they have stopped listening', async () => {
    expect(forth.length).toBe(back.length);
    expect([...forth, ...back].filter(({ outcome }) => outcome !== 'exit code 0')).toEqual([]);
    expect(await countRefused()).toBe(0);
  });
});
