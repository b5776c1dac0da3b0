import type { ApplicationCreated, Connection, Tenant } from '@portico/contracts';
import { type Api, type HouseDescription, openApi } from '@portico/launcher';
import type { System } from './load/system.ts';

const TENANTS = 8;
const USERS = 8;
const REDIRECT_URI = 'http://localhost:9/callback';

type House = Pick<HouseDescription, 'addresses' | 'keys'>;

/** Tenants with a connection each, their users and one application, made by Portico's own APIs. */
export const seedPortico = async ({ addresses, keys }: House, idp: string): Promise<System> => {
  const api = await openApi(addresses.broker, keys.seedSecret, [
    'tenants:write',
    'sso:read',
    'sso:write',
    'sso:seed',
    'users:write',
    'applications:write',
  ]);
  const { id, clientSecret } = await api.send<ApplicationCreated>(
    'POST',
    `${addresses.broker}/v1/applications`,
    {
      id: 'bench',
      name: 'Load',
      kind: 'confidential',
      redirectUris: [REDIRECT_URI],
      // The bare libraries issue none either.
      refreshTokenSeconds: null,
    },
  );
  const slugs = Array.from({ length: TENANTS }, (_, index) => `load-${index + 1}`);
  const emails = await Promise.all(slugs.map((slug) => seedTenant(api, addresses, idp, slug)));
  return {
    name: 'Portico',
    origin: addresses.broker,
    issuer: addresses.broker,
    authorizationPath: '/oauth2/authorize',
    tokenPath: '/oauth2/token',
    jwksPath: '/.well-known/jwks.json',
    client: { id, secret: clientSecret ?? '', redirectUri: REDIRECT_URI },
    ssoLink: 'Log in with SSO',
    emails: emails.flat(),
  };
};

const seedTenant = async (
  api: Api,
  { ssoConfig, identity }: House['addresses'],
  idp: string,
  slug: string,
): Promise<string[]> => {
  const { id } = await api.send<Tenant>('POST', `${ssoConfig}/v1/tenants`, { slug, name: slug });
  const url = `${ssoConfig}/v1/tenants/${id}/connections`;
  const draft = await api.send<Connection>('POST', url, { provider: 'keycloak', name: 'Keycloak' });
  const values = { clientId: slug, clientSecret: `${slug}-secret`, discoveryUrl: `${idp}/realms/${slug}` };
  await api.send('PATCH', `${url}/${draft.id}`, values, { 'if-match': '"0"' });
  await api.send('PUT', `${url}/${draft.id}/mode`, { mode: 'enabled' });
  const emails = Array.from({ length: USERS }, (_, index) => `person-${index + 1}@${slug}.example`);
  for (const [index, email] of emails.entries())
    await api.send('POST', `${identity}/v1/tenants/${id}/users`, {
      email,
      name: `Person ${index + 1}`,
      externalId: `${slug}-${index + 1}`,
    });
  return emails;
};
