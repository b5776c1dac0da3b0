import type { AddressInfo, Server } from 'node:net';
import { jest } from '@jest/globals';
import { type Principal, UseRecoveryCode as Use, type UserSnapshot } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { FindRecoveryAdmins } from './find-recovery-admins.js';

jest.setTimeout(30_000);

interface Admin {
  id: string;
  email: string;
  bearer: Principal;
  path: string;
}

describe('recovery codes', () => {
  let house: IdentityHouse;
  let acme: string;
  let admin: Admin;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(async () => {
    acme = newId();
    admin = await addUser({ roles: ['tenant_admin', 'member'] });
  });

  const addUser = async (wanted: object = {}, tenantId = acme): Promise<Admin> => {
    const email = `scout-${newId()}@acme.example`;
    const body = { email, name: 'Scout', ...wanted };
    const answer = await house.http('POST', `/v1/tenants/${tenantId}/users`, SEED, body);
    const { id, roles } = answer.body as { id: string; roles: Principal['roles'] };
    const bearer = { ...aUserOf(tenantId, roles, id), scopes: ['sso:write', 'users:read'] } as Principal;
    return { id, email, bearer, path: `/v1/tenants/${tenantId}/users/${id}/recovery-codes` };
  };
  const make = async ({ path, bearer } = admin): Promise<string[]> => {
    const answer = await house.http('POST', path, bearer);
    expect(answer.status).toBe(201);
    return (answer.body as { codes: string[] }).codes;
  };
  const confirm = async (
    code: string,
    { path, bearer } = admin,
  ): Promise<{ status: number; code?: string }> => {
    const answer = await house.http('PUT', `${path}/confirmation`, bearer, { code });
    return { status: answer.status, code: answer.body?.code as string | undefined };
  };
  const makeConfirmed = async (of = admin): Promise<[string, ...string[]]> => {
    const codes = (await make(of)) as [string, ...string[]];
    expect(await confirm(codes[9] ?? '', of)).toMatchObject({ status: 204 });
    return codes;
  };
  const use = async (
    code: string,
    { email = admin.email, tenantIds = [acme], attemptId = newId() } = {},
  ): Promise<UserSnapshot | null> => (await house.ask(Use, { email, tenantIds, code, attemptId })).user;
  const patch = async (body: object): Promise<void> => {
    const answer = await house.http('PATCH', `/v1/tenants/${acme}/users/${admin.id}`, SEED, body);
    expect(answer.status).toBe(200);
  };
  const importLine = async (line: object): Promise<void> => {
    const { port } = (house.app.getHttpServer() as Server).address() as AddressInfo;
    const token = Buffer.from(JSON.stringify(SEED)).toString('base64url');
    const answer = await fetch(`http://127.0.0.1:${String(port)}/v1/tenants/${acme}/user-imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify(line)}\n`,
    });
    expect(await answer.text()).toContain('updated');
  };
  const admins = async (): Promise<string[]> =>
    await house.app.get(FindRecoveryAdmins).run({ tenantId: acme });

  describe('are made', () => {
    const refusalOf = async (bearer: Principal, path = admin.path): Promise<unknown> =>
      (await house.http('POST', path, bearer)).body.code;

    it('E08 for nobody else: not by another administrator, an operator or a machine', async () => {
      const other = await addUser({ roles: ['tenant_admin'] });
      expect(await refusalOf(other.bearer)).toBe('scope_insufficient');
      expect(
        await refusalOf({ ...admin.bearer, subject: newId(), tenantId: newId(), roles: ['operator'] }),
      ).toBe('scope_insufficient');
      expect(await refusalOf({ ...SEED, scopes: ['sso:write'], subject: admin.id })).toBe(
        'scope_insufficient',
      );
    });

    it('not for a member, even where the token of before still says otherwise', async () => {
      const member = await addUser();
      expect(await refusalOf({ ...member.bearer, roles: ['tenant_admin'] }, member.path)).toBe(
        'scope_insufficient',
      );
    });

    it('not in a recovery session or by a set-up link', async () => {
      const recovery: Principal = { ...admin.bearer, scopes: ['tenants:read', 'sso:read', 'sso:mend'] };
      expect(await refusalOf(recovery)).toBe('scope_insufficient');
      const setUp: Principal = { ...recovery, kind: 'set_up', scopes: ['sso:set-up'], roles: [] };
      expect(await refusalOf(setUp)).toBe('scope_insufficient');
    });

    it('as ten, of which the database keeps hashes alone', async () => {
      const codes = await make();
      expect(new Set(codes).size).toBe(10);
      const rows = await house.superuser.query<{ code_hash: Buffer }[]>(
        'SELECT * FROM recovery_code WHERE user_id = $1',
        [admin.id],
      );
      expect(rows).toHaveLength(10);
      const kept = rows.map(({ code_hash: hash }) => hash.toString('latin1')).join(' ');
      for (const code of codes) expect(kept).not.toContain(code.replaceAll('-', ''));
    });

    it('anew, and those before are void', async () => {
      const [old] = await makeConfirmed();
      await make();
      expect(await use(old)).toBeNull();
      expect(await admins()).toEqual([]);
    });
  });

  describe('are confirmed', () => {
    it('by none of another user and by nothing that is no code', async () => {
      const [foreign = ''] = await make(await addUser({ roles: ['tenant_admin'] }));
      await make();
      for (const typed of [foreign, 'nothing', '0000-0000-0000-0000'])
        expect(await confirm(typed)).toEqual({ status: 403, code: 'recovery_code_invalid' });
      expect(await admins()).toEqual([]);
    });

    it('by none that was used', async () => {
      const [code] = await makeConfirmed();
      expect(await use(code)).not.toBeNull();
      expect(await confirm(code)).toEqual({ status: 403, code: 'recovery_code_invalid' });
    });

    it('for oneself alone', async () => {
      const [code = ''] = await make();
      const other = await addUser({ roles: ['tenant_admin'] });
      expect(await confirm(code, { ...admin, bearer: other.bearer })).toMatchObject({
        code: 'scope_insufficient',
      });
    });

    it('once by nothing, then by one that stays usable, in any spelling', async () => {
      const [code = ''] = await make();
      expect(await use(code)).toBeNull();
      expect(await admins()).toEqual([]);
      expect(await confirm(code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ status: 204 });
      expect(await admins()).toEqual([admin.id]);
      expect(await use(code)).toMatchObject({ userId: admin.id, tenantId: acme, roles: expect.any(Array) });
    });
  });

  it('are told of in numbers, to any administrator', async () => {
    const other = await addUser({ roles: ['tenant_admin'] });
    const state = async (): Promise<unknown> => (await house.http('GET', admin.path, other.bearer)).body;
    expect(await state()).toEqual({ made: false, confirmed: false, left: 0, madeAt: null });
    const [first = ''] = await make();
    expect(await state()).toMatchObject({ made: true, confirmed: false, left: 10 });
    await confirm(first);
    await use(first);
    expect(await state()).toMatchObject({ made: true, confirmed: true, left: 9, madeAt: expect.any(String) });
  });

  describe('are used', () => {
    it('B05 by one of twenty at once', async () => {
      const [code] = await makeConfirmed();
      const answers = await Promise.allSettled(Array.from({ length: 20 }, async () => await use(code)));
      // A busy machine may ask some to try again, and even the one that got through.
      expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value).length).toBeLessThan(
        2,
      );
      const used = await house.superuser.query<{ used_by: string | null }[]>(
        'SELECT used_by FROM recovery_code WHERE user_id = $1 AND used_at IS NOT NULL',
        [admin.id],
      );
      expect(used).toHaveLength(1);
      expect(await use(code)).toBeNull();
    }, 20_000);

    it('again by the attempt whose answer was lost, and by no other', async () => {
      const [code] = await makeConfirmed();
      const attemptId = newId();
      expect(await use(code, { attemptId })).toMatchObject({ userId: admin.id });
      expect(await use(code, { attemptId })).toMatchObject({ userId: admin.id });
      expect(await use(code)).toBeNull();
    });

    it('A01 not with another address, and not in another tenant', async () => {
      const [code] = await makeConfirmed();
      const other = await addUser({ roles: ['tenant_admin'] });
      expect(await use(code, { email: other.email })).toBeNull();
      expect(await use(code, { tenantIds: [newId()] })).toBeNull();
      expect(await use(code, { tenantIds: [] })).toBeNull();
      expect(await use(code, { email: admin.email.toUpperCase() })).toMatchObject({ userId: admin.id });
    });

    it('by the one administrator that they are of, where two tenants have the address', async () => {
      const globex = newId();
      const there = await addUser({ email: admin.email, roles: ['tenant_admin'] }, globex);
      const [here, elsewhere] = [await makeConfirmed(), await makeConfirmed(there)];
      const tenantIds = [acme, globex];
      expect(await use(elsewhere[0], { tenantIds })).toMatchObject({ tenantId: globex, userId: there.id });
      expect(await use(here[0], { tenantIds })).toMatchObject({ tenantId: acme, userId: admin.id });
    });
  });

  describe('are void for good', () => {
    // A tenant keeps one administrator, and this one has no codes.
    beforeEach(async () => {
      await addUser({ roles: ['tenant_admin'] });
    });

    it.each<[string, object, object]>([
      ['the role is taken', { roles: ['member'] }, { roles: ['tenant_admin'] }],
      ['the user is deactivated', { status: 'deactivated' }, { status: 'active' }],
    ])('E08 once %s, though it is given back', async (_, taken, back) => {
      const [code] = await makeConfirmed();
      await patch(taken);
      expect(await admins()).toEqual([]);
      await patch(back);
      expect(await use(code)).toBeNull();
      expect(await admins()).toEqual([]);
    });

    it('once an import takes the role', async () => {
      const [code] = await makeConfirmed();
      for (const role of ['member', 'tenant_admin'])
        await importLine({ id: admin.id, email: admin.email, name: 'Scout', roles: [role] });
      const [user] = await house.superuser.query<{ roles: string[] }[]>(
        'SELECT roles FROM app_user WHERE id = $1',
        [admin.id],
      );
      expect(user?.roles).toEqual(['tenant_admin']);
      expect(await use(code)).toBeNull();
    });

    it('once the user is removed', async () => {
      await makeConfirmed();
      await house.http('DELETE', `/v1/tenants/${acme}/users/${admin.id}`, SEED);
      expect(await house.superuser.query('SELECT FROM recovery_code WHERE user_id = $1', [admin.id])).toEqual(
        [],
      );
    });

    it('but not by a change of anything else', async () => {
      const [code] = await makeConfirmed();
      await patch({ name: 'Jean Louise', roles: ['tenant_admin'] });
      expect(await use(code)).toMatchObject({ userId: admin.id });
    });
  });
});
