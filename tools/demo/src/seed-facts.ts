import { mkdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Provider } from '@portico/contracts';
import {
  DEMO_TENANTS,
  type DemoTenant,
  keep,
  portPlan,
  type SeedFacts,
  writeSecret,
} from '@portico/launcher/demo';
import type { Environment } from './env.ts';

const PROVIDERS: Provider[] = ['google', 'okta', 'onelogin', 'azure', 'keycloak', 'oidc'];

/** Lays the secrets of the demo into its folder; gives what the seed has to know. */
export const seedFacts = (environment: Environment): SeedFacts => {
  const folder = environment.PORTICO_DEMO_FOLDER;
  const file = (name: string): string => join(folder, name);
  mkdirSync(folder, { recursive: true });
  const providerSecret = (provider: Provider): string => file(`${provider}-client-secret`);
  for (const provider of PROVIDERS)
    keep(providerSecret(provider), () => randomBytes(32).toString('base64url'));
  writeSecret(providerSecret('google'), environment.PORTICO_GOOGLE_CLIENT_SECRET);
  const keycloakSecret = environment.PORTICO_DEMO_KEYCLOAK_SECRET;
  if (keycloakSecret !== undefined) writeSecret(providerSecret('keycloak'), keycloakSecret);
  return {
    ports: portPlan(Number(new URL(environment.PORTICO_DASHBOARD_URL).port)),
    stateFolder: folder,
    zoneFile: file('zone.json'),
    keys: {
      seedSecret: environment.PORTICO_SEED_CLIENT_SECRET_FILE,
      exampleSecrets: {
        'server-rendered': file('server-rendered-client-secret'),
        'single-page': file('single-page-client-secret'),
      },
      providerSecrets: Object.fromEntries(
        PROVIDERS.map((provider) => [provider, providerSecret(provider)]),
      ) as SeedFacts['keys']['providerSecrets'],
    },
  };
};

/** The companies of the demo; acme signs in at the Keycloak that was named, where there is one. */
export const demoTenants = ({ PORTICO_DEMO_KEYCLOAK_URL: keycloak }: Environment): DemoTenant[] =>
  DEMO_TENANTS.map((tenant) => {
    if (keycloak === undefined || tenant.slug !== 'acme') return tenant;
    const connections = tenant.connections.map((connection) =>
      connection.provider === 'keycloak'
        ? { ...connection, values: { ...connection.values, discoveryUrl: `${keycloak}/realms/acme` } }
        : connection,
    );
    return { ...tenant, connections };
  });
