import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import {
  type ConnectionSettings,
  type TenantSettings,
  UserDeactivated,
  UserUnlinked,
} from '@portico/contracts';
import { fact } from '@portico/messaging';
import { newId } from '@portico/service-kit';
import type { INestApplication } from '@nestjs/common';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { changeSessions, makeSessions, redeem, sessionsOf, signIn, userinfo } from './signed-in.fixture.js';
import { SweepSessions } from './sweep-sessions.js';
import { SweepTenant } from './sweep-tenant.js';

jest.setTimeout(60_000);

const okta = {
  id: newId(),
  provider: 'okta',
  mode: 'enabled',
  issuer: 'https://idp.example.com',
  clientId: 'portico',
} as ConnectionSettings;

let house: BrokerHouse;
let replicas: INestApplication[];
beforeAll(async () => {
  house = await startBrokerHouse();
  replicas = [house.app, (await house.addReplica()).app];
});
afterAll(async () => {
  await house.stop();
});

/**
 * Rounds of both replicas, as they come by themselves every ten seconds, and none besides: nobody has told of a change.
 * Two, because a replica that has just looked by itself may have taken the first.
 */
const sweep = async (): Promise<void> => {
  for (let round = 0; round < 2; round += 1) {
    await house.database.sql(`UPDATE session_sweep SET begun_at = '-infinity', tenant_id = NULL`);
    await Promise.all(replicas.map(async (replica) => await replica.get(SweepSessions).run()));
  }
  await house.database.sql(`UPDATE session_sweep SET begun_at = 'infinity'`);
};
const live = async (tenant: TenantSettings): Promise<number> =>
  (await sessionsOf(house, tenant)).filter(({ ended_at: endedAt }) => endedAt === null).length;
/** What was told of the sessions that ended, without their ids. */
const told = async ({ tenantId }: TenantSettings): Promise<unknown[]> =>
  (await house.facts(tenantId)).flatMap(({ type, data: { reason, code } }) =>
    type === 'session.ended' ? [{ reason, code }] : [],
  );
/** A tenant with a session by single sign-on of a user whom identity knows, and one by a password. */
const aTenant = async (changes: Partial<TenantSettings> = {}) => {
  const tenant = await house.addTenant({ connections: [okta], ...changes });
  const { tenantId } = tenant;
  const [federated, local] = ['sso', 'local'].map(
    (name) => house.people.add(tenantId, `${name}-${newId()}@example.com`).user,
  );
  await makeSessions(house, tenantId, { connectionId: okta.id, userId: federated!.userId });
  await makeSessions(house, tenantId, { userId: local!.userId });
  return { tenant, federated: federated!, local: local! };
};

describe('a session that is no longer allowed, though no event was heard', () => {
  it('ends nothing while everything is as it was', async () => {
    const { tenant } = await aTenant();
    await sweep();
    expect(await live(tenant)).toBe(2);
  });

  it('E03 ends with enforcement, unless it is by the enforced connection', async () => {
    const { tenant } = await aTenant();
    await house.change(tenant, { connections: [{ ...okta, mode: 'enforced' }] });
    await sweep();
    expect(await told(tenant)).toEqual([{ reason: 'not_allowed', code: 'sso_required' }]);
    expect(await live(tenant)).toBe(1);
  });

  it('E06 ends with its connection, and what was issued in it', async () => {
    const { tenant } = await aTenant();
    await house.change(tenant, { connections: [{ ...okta, mode: 'off' }] });
    await sweep();
    expect(await told(tenant)).toEqual([{ reason: 'not_allowed', code: 'connection_off' }]);
    const kept = await house.database.sql(
      `SELECT kind FROM provider_artifact WHERE uid = ANY ($1::text[]) AND kind IN ('Session', 'AccessToken')`,
      [(await sessionsOf(house, tenant)).flatMap(({ uid, ended_at: endedAt }) => (endedAt ? [uid] : []))],
    );
    expect(kept).toEqual([]);
  });

  it('E03 ends with the exemption that it lived by', async () => {
    const { tenant, local } = await aTenant();
    const enforced = [{ ...okta, mode: 'enforced' as const }];
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const exempted = await house.change(tenant, {
      connections: enforced,
      exemptions: [{ userId: local.userId, until }],
    });
    await sweep();
    expect(await live(tenant)).toBe(2);
    await house.change(exempted, { exemptions: [] });
    await sweep();
    expect(await told(tenant)).toEqual([{ reason: 'not_allowed', code: 'sso_required' }]);
  });

  it('M19 ends with its user, deactivated or gone', async () => {
    const { tenant, federated, local } = await aTenant();
    federated.status = 'deactivated';
    house.people.people.splice(
      house.people.people.findIndex(({ user }) => user === local),
      1,
    );
    await sweep();
    const gone = { reason: 'not_allowed', code: 'user_deactivated' };
    expect(await told(tenant)).toEqual([gone, gone]);
  });

  it('ends with the link of its identity: link_released', async () => {
    const { tenant, federated } = await aTenant();
    house.people.released.add(`${federated.userId} ${okta.id}`);
    await sweep();
    expect(await told(tenant)).toEqual([{ reason: 'not_allowed', code: 'link_released' }]);
  });

  it('E09 ends by the tenant of the user, whatever domain another tenant has proved', async () => {
    const { tenant } = await aTenant();
    await house.addTenant({
      connections: [{ ...okta, id: newId(), mode: 'enforced' }],
      domains: ['example.com'],
    });
    await sweep();
    expect(await live(tenant)).toBe(2);
  });

  it('ends without a word once its time is over', async () => {
    const { tenant } = await aTenant();
    await changeSessions(
      house,
      tenant.tenantId,
      `UPDATE session SET started_at = now() - interval '1 day' WHERE tenant_id = $1`,
    );
    await sweep();
    expect(await live(tenant)).toBe(0);
    expect(await told(tenant)).toEqual([]);
  });

  it('E07 ends nothing while the settings may be old', async () => {
    const { tenant } = await aTenant();
    await house.change(tenant, { connections: [{ ...okta, mode: 'off' }] });
    await house.database.sql(`UPDATE settings_contact SET contacted_at = now() - interval '31 seconds'`);
    await sweep();
    expect(await live(tenant)).toBe(2);
    await house.database.sql(`UPDATE settings_contact SET contacted_at = now() + interval '1 hour'`);
    await sweep();
    expect(await live(tenant)).toBe(1);
  });

  it('E06 ends once, of 3,000 in two replicas, and of more tenants than one page holds', async () => {
    const tenant = await house.addTenant({ connections: [{ ...okta, mode: 'off' }] });
    await makeSessions(house, tenant.tenantId, { count: 3000, connectionId: okta.id, userId: null });
    await sweep();
    // A replica's own round may have taken one of the pages, and be at it still.
    for (let left = 100; (await live(tenant)) > 0 && left > 0; left -= 1) await sleep(100);
    expect(await live(tenant)).toBe(0);
    expect(await told(tenant)).toHaveLength(3000);
  });
});

describe('a session ended ahead of the round', () => {
  it('ends with those of its tenant, and no others', async () => {
    const [one, other] = [await aTenant(), await aTenant()];
    for (const { tenant } of [one, other])
      await house.change(tenant, { connections: [{ ...okta, mode: 'off' }] });
    await house.app.get(SweepTenant).run({ tenantId: one.tenant.tenantId });
    expect([await live(one.tenant), await live(other.tenant)]).toEqual([1, 2]);
  });

  it('ends with those of its user, and no others', async () => {
    const { tenant, federated, local } = await aTenant();
    federated.status = 'deactivated';
    local.status = 'deactivated';
    await house.app.get(SweepTenant).run({ tenantId: tenant.tenantId, userId: local.userId });
    expect(await live(tenant)).toBe(1);
  });
});

describe('an event about a user', () => {
  it.each([UserDeactivated, UserUnlinked])(
    'ends the sessions that it concerns at once: $type',
    async (event) => {
      await house.database.sql(`UPDATE session_sweep SET begun_at = 'infinity', tenant_id = NULL`);
      const { tenant, federated } = await aTenant();
      const { tenantId, userId } = federated;
      if (event === UserDeactivated) federated.status = 'deactivated';
      else house.people.released.add(`${userId} ${okta.id}`);
      const data = { userId, externalId: null, connectionId: okta.id };
      if (event === UserDeactivated)
        await house.publish(
          fact(UserDeactivated, { tenantId, subject: userId, data: { userId, externalId: null } }),
        );
      else await house.publish(fact(UserUnlinked, { tenantId, subject: userId, data }));
      for (let left = 50; (await live(tenant)) === 2 && left > 0; left -= 1) await sleep(100);
      expect(await live(tenant)).toBe(1);
    },
  );
});

describe('a browser in which somebody else signs in', () => {
  it('ends the session that was there, with its tokens', async () => {
    const first = await signIn(house);
    const { access_token: token } = await redeem(first.browser, first.code);
    const other = house.people.add(first.tenant.tenantId, `jem-${newId()}@example.com`, 'mockingbird-1960');
    await changeSessions(
      house,
      first.tenant.tenantId,
      `UPDATE session SET started_at = started_at - interval '1 second' WHERE tenant_id = $1`,
    );
    const { path } = await house.openLogin(first.browser, { prompt: 'login' });
    const { headers } = await first.browser.post(`${path}/password`, {
      email: other.user.email,
      password: 'mockingbird-1960',
    });
    const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
    await first.browser.get(`${onward.pathname}${onward.search}`);
    expect(await told(first.tenant)).toEqual([{ reason: 'replaced', code: undefined }]);
    expect(await userinfo(first.browser, token)).toBe(401);
    expect(await live(first.tenant)).toBe(1);
  });
});
