import { jest } from '@jest/globals';
import { API_AUDIENCE } from '@portico/contracts';
import { type Registry, startRegistry } from '../applications/registry.fixture.js';
import { type SignedIn, TestClient } from '../client.fixture.js';
import { makeSessions, sessionsOf } from './signed-in.fixture.js';

jest.setTimeout(60_000);

describe('DELETE /v1/tenants/{tenantId}/own-sessions', () => {
  let registry: Registry;

  /** A member who has signed in to an application that asks for the API. */
  const aMember = async (): Promise<
    SignedIn & { token: string | undefined; refreshToken: string | undefined; application: TestClient }
  > => {
    const application = await TestClient.register(registry.house, { apiScopes: ['tenants:read'] });
    const resource = { resource: API_AUDIENCE };
    const signedIn = await application.signIn({ ...resource, scope: 'openid tenants:read' });
    const { body } = await application.redeem(signedIn.code, resource);
    return { ...signedIn, token: body['access_token'], refreshToken: body['refresh_token'], application };
  };
  const at = (tenantId: string): string => `/v1/tenants/${tenantId}/own-sessions`;
  const liveOf = async ({ tenant }: SignedIn): Promise<number> =>
    (await sessionsOf(registry.house, tenant)).filter(({ ended_at: endedAt }) => endedAt === null).length;

  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(async () => {
    await registry.house.stop();
  });

  it('A11 refuses a machine, which has no session', async () => {
    const member = await aMember();
    const { token } = await registry.addMachine(['tenants:read', 'sessions:write']);
    expect(await registry.call('DELETE', at(member.tenant.tenantId), undefined, token)).toMatchObject({
      status: 403,
      body: { code: 'scope_insufficient' },
    });
    expect(await liveOf(member)).toBe(1);
  });

  it('A01 refuses the address of another tenant', async () => {
    const member = await aMember();
    const { tenantId } = await registry.house.addTenant();
    expect(await registry.call('DELETE', at(tenantId), undefined, member.token)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
    expect(await liveOf(member)).toBe(1);
  });

  it("ends the member's own in every browser, and nobody else's", async () => {
    const member = await aMember();
    const { tenantId } = member.tenant;
    const { userId } = member.person.user;
    await makeSessions(registry.house, tenantId, { count: 2, userId });
    await makeSessions(registry.house, tenantId, { count: 1 });
    expect(await registry.call('DELETE', at(tenantId), undefined, member.token)).toMatchObject({
      status: 200,
      body: { ended: 3 },
    });
    expect(await liveOf(member)).toBe(1);
    expect((await member.application.refresh(member.refreshToken)).body['error']).toBe('invalid_grant');
  });
});
