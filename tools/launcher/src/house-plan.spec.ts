import {
  addressesOf,
  dashboardPlan,
  phonePlan,
  servicePlan,
  subscriberPlan,
  type HouseFacts,
} from './house-plan.ts';
import { portPlan } from './ports.ts';

const database = (name: string) => ({
  owner: `postgres://${name}_owner@db/${name}`,
  runtime: `postgres://${name}@db/${name}`,
});
const natsKey = (name: string) => ({ seedFile: `/keys/${name}.nk` });

const facts: HouseFacts = {
  ports: portPlan(4000),
  natsUrl: 'nats://127.0.0.1:4011',
  databases: {
    sso_config: database('sso_config'),
    broker: database('broker'),
    identity: database('identity'),
    dashboard: database('dashboard'),
  },
  keys: {
    nats: {
      'sso-config': natsKey('sso-config'),
      identity: natsKey('identity'),
      broker: natsKey('broker'),
      migration: natsKey('migration'),
      operator: natsKey('operator'),
      subscriber: natsKey('subscriber'),
    },
    brokerCookies: '/keys/broker-cookies',
    dashboardCookies: '/keys/dashboard-cookies',
    sealing: '/keys/sealing',
    sealingPublic: '/keys/sealing-public',
    factors: '/keys/factors',
    directory: '/keys',
    seedSecret: '/keys/seed',
    dashboardSecret: '/keys/dashboard-secret',
    exampleSecrets: { 'server-rendered': '/keys/server-rendered', 'single-page': '/keys/single-page' },
    providerSecrets: {
      google: '/keys/google-secret',
      okta: '/keys/okta-secret',
      onelogin: '/keys/onelogin-secret',
      azure: '/keys/azure-secret',
      keycloak: '/keys/keycloak-secret',
      oidc: '/keys/oidc-secret',
    },
  },
  logs: '/logs',
  stateFolder: '/state',
  zoneFile: '/state/zone.json',
  env: { PATH: '/bin' },
};
const replica = { name: 'x-1', port: 4001, managementPort: 10001, proxied: false };
const services = (['sso-config', 'identity', 'broker'] as const).map(
  (service) => [service, servicePlan(facts, service, replica).env] as const,
);

describe('the environment of the processes', () => {
  it.each(services)('%s never sees an owner role or the migration key', (_service, env) => {
    expect(JSON.stringify(env)).not.toMatch(/_owner|migration/);
  });

  it.each(services.filter(([service]) => service !== 'broker'))(
    '%s never sees a key that opens or signs',
    (_service, env) => {
      expect(Object.values(env)).not.toEqual(expect.arrayContaining([facts.keys.sealing]));
      expect(JSON.stringify(env)).not.toMatch(/signing|cookies/);
    },
  );

  it.each(services)('%s has its own database and NATS key', (service, env) => {
    expect(env).toMatchObject({
      DATABASE_URL: expect.stringContaining(service.replace('-', '_')),
      PORTICO_NATS_NKEY_FILE: `/keys/${service}.nk`,
    });
  });

  it.each([
    ['dashboard', dashboardPlan(facts, replica).env],
    ['phone', phonePlan(facts, replica).env],
  ])('%s has no NATS key', (_name, env) => {
    expect(env).not.toHaveProperty('PORTICO_NATS_NKEY_FILE');
  });

  it('trusts one hop behind a proxy and none without', () => {
    expect(servicePlan(facts, 'broker', { ...replica, proxied: true }).env).toMatchObject({
      PORTICO_TRUSTED_HOPS: '1',
    });
    expect(servicePlan(facts, 'broker', replica).env).toMatchObject({ PORTICO_TRUSTED_HOPS: '0' });
  });

  it('shifts every address with the port base', () => {
    expect(addressesOf(facts.ports)).toMatchObject({
      dashboard: 'http://localhost:4000',
      simulator: 'http://localhost:4005',
    });
    expect(servicePlan(facts, 'broker', replica).env).toMatchObject({
      PORTICO_EGRESS_ALLOW: 'http://localhost:4005,http://127.0.0.1:4005',
      PORTICO_APPLICATION_ALLOW: 'http://localhost:4004,http://localhost:4000,http://localhost:4007',
      PORTICO_START_URL: 'http://localhost:4004/sign-in',
      PORTICO_DNS_SERVERS: '127.0.0.1:4012',
    });
    expect(subscriberPlan(facts).env).toMatchObject({ NATS_URL: 'nats://127.0.0.1:4011' });
  });
});
