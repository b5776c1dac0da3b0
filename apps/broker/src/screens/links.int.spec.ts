import { jest } from '@jest/globals';
import {
  type ConnectionSettings,
  CreateApplication as WantedApplication,
  type TenantSettings,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type HostileIdp, startHostileIdp } from '@portico/testing';
import { CreateApplication } from '../applications/create-application.js';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import type { Answer, PageBrowser } from '../page-browser.fixture.js';
import { SaveSettings } from '../settings/save-settings.js';

jest.setTimeout(60_000);

const START = 'https://start.example.com/sign-in';
const DESK = 'https://desk.example.com';

let idp: HostileIdp;
let house: BrokerHouse;
let tenant: TenantSettings;
let connection: ConnectionSettings;
beforeAll(async () => {
  idp = await startHostileIdp();
  house = await startBrokerHouse({ PORTICO_EGRESS_ALLOW: [idp.origin], PORTICO_START_URL: START });
  const redirectUris = [`${DESK}/callback`];
  const desk = { id: 'desk', kind: 'public', name: 'Desk', redirectUris, initiateLoginUri: `${DESK}/start` };
  const other = { id: 'other', kind: 'public', name: 'Other', redirectUris };
  for (const wanted of [desk, { ...desk, id: 'elsewhere', tenantIds: [newId()] }, other])
    await house.app.get(CreateApplication).run(WantedApplication.parse(wanted));
});
afterAll(async () => {
  await house.stop();
  await idp.close();
});
beforeEach(async () => {
  await house.database.sql('DELETE FROM throttle');
  const made = await house.addTenant();
  connection = {
    ...{ id: newId(), provider: 'okta', name: 'Okta', mode: 'enabled', revision: 1, scopes: [] },
    ...{ issuer: idp.issuer, clientId: 'portico', callback: 'own', tokenAuth: 'auto' },
  } as unknown as ConnectionSettings;
  tenant = { ...made, connections: [connection], version: 2 };
  await house.app.get(SaveSettings).run(tenant);
});

const query = (asked: Record<string, string>): string => new URLSearchParams(asked).toString();
const tile = (asked: Record<string, string> = {}, id = connection.id): string =>
  `/sso/${tenant.slug}/${id}?${query({ iss: idp.issuer, ...asked })}`;
const link = (asked: Record<string, string>): string => `/sso/${tenant.slug}?${query(asked)}`;
const onwardOf = ({ status, headers }: Answer): URL => {
  expect([status, headers.get('cache-control')]).toEqual([303, 'no-store']);
  return new URL(headers.get('location') ?? '');
};

/** Where the next sign-in of this browser goes by itself. */
const nextOf = async (browser: PageBrowser): Promise<string | null> =>
  (await house.openLogin(browser)).page.headers.get('location');

describe('a link that names an application', () => {
  it.each([
    ['nobody', 'nobody'],
    ['one that nobody starts from outside', 'other'],
  ])('is refused for %s', async (_, application) => {
    const browser = house.browser();
    expect(await browser.get(link({ application }))).toMatchObject({
      status: 404,
      reason: 'start_link_invalid',
    });
    expect(browser.cookies.size).toBe(0);
  });

  it('is refused for one of another organisation', async () => {
    expect(await house.browser().get(link({ application: 'elsewhere' }))).toMatchObject({
      reason: 'sso_not_found',
    });
  });

  it('leads to its initiate_login_uri, with the issuer, the hint and a target of its own', async () => {
    const target = `${DESK}/calls`;
    const asked = { application: 'desk', login_hint: 'scout@example.com', target_link_uri: target };
    const url = onwardOf(await house.browser().get(link(asked)));
    expect(`${url.origin}${url.pathname}`).toBe(`${DESK}/start`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      iss: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      login_hint: 'scout@example.com',
      target_link_uri: target,
    });
  });

  it('B10 leads to no target elsewhere', async () => {
    const asked = { application: 'desk', target_link_uri: 'https://evil.example/' };
    const url = onwardOf(await house.browser().get(link(asked)));
    expect(url.searchParams.has('target_link_uri')).toBe(false);
  });
});

describe("the tile at an organisation's identity provider", () => {
  it.each<[string, () => string]>([
    ['another issuer', () => tile({ iss: 'https://evil.example' })],
    ['no issuer', () => `/sso/${tenant.slug}/${connection.id}`],
    ['the issuer with a slash', () => tile({ iss: `${idp.issuer}/` })],
    ['a connection of nobody', () => tile({}, newId())],
    ['no connection', () => tile({}, 'okta')],
  ])('is refused with %s, and keeps nothing', async (_, address) => {
    const browser = house.browser();
    expect(await browser.get(address())).toMatchObject({ status: 404, reason: 'start_link_invalid' });
    expect(browser.cookies.size).toBe(0);
  });

  it('is refused while the connection is off', async () => {
    const another = { ...connection, id: newId() };
    const off = { ...connection, mode: 'off' as const };
    await house.app.get(SaveSettings).run({ ...tenant, version: 3, connections: [off, another] });
    expect(await house.browser().get(tile())).toMatchObject({ reason: 'start_link_invalid' });
  });

  it.each(['GET', 'POST'])(
    'B06 begins no session by %s, but a whole sign-in at that identity provider',
    async (method) => {
      const browser = house.browser();
      const fields = { iss: idp.issuer, login_hint: 'scout@example.com' };
      const answer =
        method === 'GET'
          ? await browser.get(tile(fields))
          : await browser.post(tile({}).split('?')[0]!, fields);
      const url = onwardOf(answer);
      expect(`${url.origin}${url.pathname}`).toBe(START);
      expect(url.searchParams.get('login_hint')).toBe('scout@example.com');
      expect([...browser.cookies.keys()]).toEqual(['portico_link']);
      expect(await nextOf(browser)).toContain(`${idp.issuer}/`);
      expect(await nextOf(browser)).toBeNull();
    },
  );

  it('starts at an application of its own where the tile names one', async () => {
    expect(onwardOf(await house.browser().get(tile({ application: 'desk' }))).origin).toBe(DESK);
  });
});
