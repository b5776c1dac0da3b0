import { readFileSync } from 'node:fs';
import type { Provider } from '@portico/contracts';
import type { z } from 'zod';

const { env } = process;

const needed = (name: string): string => {
  const file = env[`${name}_FILE`];
  const value = env[name] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim());
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/** Where Portico is; the defaults are those of the demo. */
export const addresses = {
  broker: env.PORTICO_BROKER_URL ?? 'http://localhost:3001',
  ssoConfig: env.PORTICO_SSO_CONFIG_URL ?? 'http://localhost:3002',
  identity: env.PORTICO_IDENTITY_URL ?? 'http://localhost:3003',
};

/** The machine application that may set tenants up, as `POST /v1/applications` answered it. */
export const readCredentials = (): { clientId: string; clientSecret: string } => ({
  clientId: needed('PORTICO_CLIENT_ID'),
  clientSecret: needed('PORTICO_CLIENT_SECRET'),
});

/** The company, and its identity provider. */
export const readCompany = () => ({
  slug: needed('COMPANY_SLUG'),
  name: needed('COMPANY_NAME'),
  /** Only if the company is to prove one; the TXT record is printed. */
  domain: env.COMPANY_DOMAIN,
  /** NDJSON, a user a line; made up where it is left out. */
  usersFile: env.COMPANY_USERS_FILE,
  provider: (env.IDP_PROVIDER ?? 'keycloak') as z.infer<typeof Provider>,
  discoveryUrl: needed('IDP_DISCOVERY_URL'),
  clientId: needed('IDP_CLIENT_ID'),
  clientSecret: needed('IDP_CLIENT_SECRET'),
});

export type Company = ReturnType<typeof readCompany>;
