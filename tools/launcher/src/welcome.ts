import { DEFAULT_PORT_BASE } from './options.ts';
import type { Place } from './ports.ts';
import type { Seeded } from './seed.ts';
import { DEMO_PASSWORD, DEMO_TENANTS, type DemoTenant, type DemoUser } from './seed-data.ts';

const row = (left: string, right: string): string => `  ${left.padEnd(32)}${right}`;

const role = ({ roles, deactivated, exemptedBecause }: DemoUser): string => {
  if (deactivated) return 'deactivated: is refused';
  if (exemptedBecause) return 'exempted: may use the password';
  return roles.join(' and ').replaceAll('_', ' ');
};

const ways = ({ connections }: DemoTenant): string =>
  connections.map(({ provider, mode }) => `${provider} ${mode}`).join(', ') || 'password only';

const tenantRows = (tenant: DemoTenant): string[] => [
  row(tenant.name, ways(tenant)),
  ...tenant.users.map((user) => row(`  ${user.email}`, role(user))),
];

/** What is told of a house that has come up. */
interface Running {
  addresses: Record<Place, string>;
  portBase: number;
  logs: string;
  seconds: number;
  factors: Seeded['factors'];
}

const factorRows = (factors: Seeded['factors']): string[] =>
  Object.entries(factors).flatMap(([email, { secret, otpauthUri }]) => [
    row(`  ${email}`, secret),
    `    ${otpauthUri}`,
  ]);

/** What a person reads when everything runs. */
export const welcome = ({ addresses, portBase, logs, seconds, factors }: Running): string =>
  [
    '',
    `Portico runs (after ${seconds.toFixed(0)} s).`,
    '',
    row('Example application Phone', addresses.phone),
    row('Dashboard', addresses.dashboard),
    row('Broker (OpenID issuer)', addresses.broker),
    row('sso-config API', addresses.ssoConfig),
    row('identity API', addresses.identity),
    row('IdP simulator', `${addresses.simulator}/control`),
    '',
    `Sign in to Phone or the Dashboard, by password or with SSO; the password is ${DEMO_PASSWORD} everywhere:`,
    ...DEMO_TENANTS.flatMap(tenantRows),
    row('stranger@<company>.example', 'known to the IdP simulator only: is refused'),
    '',
    'Operator and support are asked for a second factor: give one of these keys to an authenticator app, or to oathtool.',
    ...factorRows(factors),
    '',
    `Logs: ${logs}/<name>.log   Stop: Ctrl-C   Begin anew: npm start -- --fresh${portBase === DEFAULT_PORT_BASE ? '' : ` --port-base ${portBase}`}`,
    'What the example subscriber hears on NATS appears below.',
    '',
  ].join('\n');
