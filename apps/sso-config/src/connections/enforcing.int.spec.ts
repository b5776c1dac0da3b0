import type { Connection, Principal, Tenant } from '@portico/contracts';
import {
  ADMIN,
  type Answer,
  anAdminOf,
  anInspection,
  ofThePlatform,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { type KnownRehearsal } from './rehearsals.client.js';

const issuer = 'https://acme.okta.example.com';
const rehearsalId = '0199d5a0-0000-7000-8000-00000000e001';
const refused = (code: string): object => ({ status: 409, code });

describe('enforcing a connection', () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let admin: Principal;

  const at = (rest = ''): string => `/v1/tenants/${acme.id}/connections${rest}`;
  const patch = async ({ id }: Connection, tag: number, body: object): Promise<Answer<Connection>> =>
    await service.request('PATCH', at(`/${id}`), { as: admin, body, headers: { 'if-match': `${tag}` } });
  const addDraft = async (): Promise<Connection> =>
    (await service.request<Connection>('POST', at(), { as: admin, body: { provider: 'okta' } })).body;
  const add = async (): Promise<Connection> =>
    (await patch(await addDraft(), 0, { clientId: 'portico', clientSecret: 'first', discoveryUrl: issuer }))
      .body;
  const setMode = async (
    { id }: Connection,
    {
      mode = 'enforced',
      rehearsed = true,
      as = admin,
    }: { mode?: string; rehearsed?: boolean; as?: Principal } = {},
  ): Promise<Answer<Connection>> =>
    await service.request('PUT', at(`/${id}/mode`), {
      as,
      body: { mode, ...(rehearsed && { rehearsalId }) },
    });
  const modeOf = async ({ id }: Connection): Promise<string> =>
    (await service.request<Connection>('GET', at(`/${id}`), { as: admin })).body.mode;
  const versionNow = async (): Promise<number> => (await service.settingsOf(acme)).version;
  /** A rehearsal of this connection by the settings of now, which identity knows from here on. */
  const rehearse = async ({ id }: Connection, changes: Partial<KnownRehearsal> = {}): Promise<void> => {
    const settingsVersion = await versionNow();
    const rehearsal = { connectionId: id, revision: 1, settingsVersion, fresh: true, blocked: 4, ...changes };
    service.readRehearsal = async (asked) => ({
      ok: { rehearsal: asked === rehearsalId ? rehearsal : null },
    });
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
  });
  beforeEach(async () => {
    acme = await service.addTenant(`acme-${Math.random().toString(36).slice(2, 8)}`);
    admin = anAdminOf(acme.id);
    service.inspectGoogle = () => ({ ok: anInspection('https://accounts.google.com') });
    service.findAdminProof = (revision) => ({
      ok: {
        proof:
          revision === 1 ? { by: 'test', at: new Date().toISOString(), userId: ADMIN, evidence: null } : null,
      },
    });
    service.findRecoveryAdmins = () => ({ ok: { userIds: [ADMIN] } });
    service.readRehearsal = async () => ({ ok: { rehearsal: null } });
  });
  afterAll(async () => await service.stop());

  it('E08 is refused for the first thing that is missing, one after the other', async () => {
    service.findAdminProof = () => ({ ok: { proof: null } });
    service.findRecoveryAdmins = () => ({ ok: { userIds: [] } });
    const draft = await addDraft();
    expect(refusalOf(await setMode(draft))).toEqual(refused('connection_not_ready'));
    const connection = await add();
    expect(refusalOf(await setMode(connection))).toEqual(refused('test_required'));
    service.findAdminProof = () => ({
      ok: { proof: { by: 'login', at: new Date().toISOString(), userId: ADMIN, evidence: null } },
    });
    expect(refusalOf(await setMode(connection))).toEqual(refused('recovery_codes_required'));
    service.findRecoveryAdmins = () => ({ ok: { userIds: [ADMIN] } });
    expect(refusalOf(await setMode(connection, { rehearsed: false }))).toEqual(refused('rehearsal_required'));
    expect(refusalOf(await setMode(connection))).toEqual(refused('rehearsal_required'));
    await rehearse(connection, { fresh: false });
    expect(refusalOf(await setMode(connection))).toEqual(refused('rehearsal_outdated'));
    await expect(modeOf(connection)).resolves.toBe('off');
    await rehearse(connection);
    expect((await setMode(connection)).body.mode).toBe('enforced');
  });

  it.each<[string, (version: number) => Partial<KnownRehearsal>]>([
    ['older than 15 minutes', () => ({ fresh: false })],
    ['of another connection', () => ({ connectionId: rehearsalId })],
    ['of another revision', () => ({ revision: 2 })],
    ['by older settings', (version) => ({ settingsVersion: version - 1 })],
    ['by settings that are not there yet', (version) => ({ settingsVersion: version + 1 })],
  ])('E08 is refused with a rehearsal %s', async (_, changes) => {
    const connection = await add();
    await rehearse(connection, changes(await versionNow()));
    expect(refusalOf(await setMode(connection))).toEqual(refused('rehearsal_outdated'));
    await expect(modeOf(connection)).resolves.toBe('off');
  });

  it('E08 is refused to an admin without recovery codes of their own, whoever else has some', async () => {
    const connection = await add();
    await rehearse(connection);
    service.findRecoveryAdmins = () => ({ ok: { userIds: [rehearsalId] } });
    expect(refusalOf(await setMode(connection))).toEqual(refused('recovery_codes_required'));
    expect((await setMode(connection, { as: thePlatform() })).body.mode).toBe('enforced');
  });

  it('E08 is refused to a machine while no admin has recovery codes', async () => {
    const connection = await add();
    await rehearse(connection);
    service.findRecoveryAdmins = () => ({ ok: { userIds: [] } });
    expect(refusalOf(await setMode(connection, { as: thePlatform() }))).toEqual(
      refused('recovery_codes_required'),
    );
  });

  it.each(['findAdminProof', 'findRecoveryAdmins', 'readRehearsal'] as const)(
    'A15 is refused for a moment while %s cannot be asked',
    async (question) => {
      const connection = await add();
      await rehearse(connection);
      const error = { error: { code: 'try_again' as const } };
      if (question === 'readRehearsal') service.readRehearsal = async () => error;
      else service[question] = () => error;
      expect(refusalOf(await setMode(connection))).toEqual({ status: 503, code: 'try_again' });
      await expect(modeOf(connection)).resolves.toBe('off');
    },
  );

  it.each<[string, (connection: Connection) => Promise<unknown>]>([
    ['other values', async (connection) => await patch(connection, 1, { tokenAuth: 'post' })],
    ['a name', async (connection) => await patch(connection, 1, { name: 'Staff' })],
    ['another mode', async (connection) => await setMode(connection, { mode: 'enabled', rehearsed: false })],
    ['another connection', async () => await addDraft()],
    [
      'an exemption',
      async () =>
        await service.request('PUT', `/v1/tenants/${acme.id}/exemptions/${ADMIN}`, {
          as: admin,
          body: { until: new Date(Date.now() + 1e8).toISOString(), reason: 'Contractor' },
        }),
    ],
  ])('A14 is refused when somebody saves %s while it is decided', async (_, save) => {
    const connection = await add();
    await rehearse(connection);
    const { readRehearsal } = service;
    service.readRehearsal = async (id) => {
      const reply = await readRehearsal(id);
      await save(connection);
      return reply;
    };
    expect(refusalOf(await setMode(connection))).toEqual(refused('rehearsal_outdated'));
    await expect(modeOf(connection)).resolves.not.toBe('enforced');
  });

  it('A14 is refused when values go live that no admin has tried, whatever the rehearsal says', async () => {
    const connection = await add();
    await rehearse(connection);
    service.readRehearsal = async () => {
      await patch(connection, 1, { tokenAuth: 'post' });
      const rehearsal = { connectionId: connection.id, revision: 2, fresh: true, blocked: 0 };
      return { ok: { rehearsal: { ...rehearsal, settingsVersion: await versionNow() } } };
    };
    expect(refusalOf(await setMode(connection))).toEqual(refused('test_required'));
  });

  it('A14 lets one of two admins win who enforce one connection each', async () => {
    const connections = [await add(), await add()];
    const settingsVersion = await versionNow();
    // Each was rehearsed under its own id, which here is the connection's.
    service.readRehearsal = async (connectionId) => ({
      ok: { rehearsal: { connectionId, revision: 1, settingsVersion, fresh: true, blocked: 0 } },
    });
    const answers = await Promise.all(
      connections.map(async ({ id }) => {
        const body = { mode: 'enforced', rehearsalId: id };
        return await service.request('PUT', at(`/${id}/mode`), { as: admin, body });
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.filter(({ status }) => status === 409).map(refusalOf)).toEqual([
      refused('rehearsal_outdated'),
    ]);
  });

  it('A14 is done once by two admins at the same moment', async () => {
    const connection = await add();
    await rehearse(connection);
    const answers = await Promise.all([1, 2, 3, 4].map(async () => await setMode(connection)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const told = (await service.changesOf(acme)).filter((changed) => changed.includes('connection_mode'));
    expect(told).toHaveLength(1);
  });

  it('is refused to an operator, even with everything there', async () => {
    const connection = await add();
    await rehearse(connection);
    expect(refusalOf(await setMode(connection, { as: ofThePlatform('operator') }))).toEqual({
      status: 403,
      code: 'break_glass_closed',
    });
  });

  it('asks nobody for what is enforced already, is enabled, or goes down', async () => {
    const connection = await add();
    await rehearse(connection);
    await setMode(connection);
    service.findAdminProof = () => ({ error: { code: 'try_again' } });
    expect((await setMode(connection, { rehearsed: false })).status).toBe(200);
    for (const mode of ['off', 'enabled', 'off'])
      expect((await setMode(connection, { mode, rehearsed: false })).body.mode).toBe(mode);
  });

  it('A09 tells which rehearsal spoke for it, or that it was seeded', async () => {
    const [rehearsed, seeded] = [await add(), await add()];
    await rehearse(rehearsed);
    await setMode(rehearsed);
    service.findAdminProof = () => ({ ok: { proof: null } });
    await setMode(seeded, { rehearsed: false, as: theImporter() });
    const { body } = await service.request<object>('GET', `/v1/tenants/${acme.id}/audit?limit=2`, {
      as: admin,
    });
    expect(body).toMatchObject({
      entries: [
        { byPlatform: true, detail: { from: 'off', mode: 'enforced', seeded: true } },
        { byPlatform: false, detail: { from: 'off', mode: 'enforced', rehearsalId } },
      ],
    });
  });
});
