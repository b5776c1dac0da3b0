import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_TENANTS, ROOT } from '@portico/launcher';
import { readCompose, readEnvFile } from './read-compose.ts';

interface Realm {
  realm: string;
  clients: { clientId: string; secret: string; redirectUris: string[] }[];
  users: { email: string; emailVerified: boolean; firstName: string; lastName: string; groups: string[] }[];
  groups: { name: string }[];
}

const text = readFileSync(join(ROOT, 'tools/demo/keycloak/acme.json'), 'utf8');
const realm = JSON.parse(text) as Realm;
const variables = {
  ...readEnvFile(join(ROOT, 'compose.demo.env')),
  ...readEnvFile(join(ROOT, 'compose.keycloak.env')),
};
const { services } = readCompose(variables);
const acme = DEMO_TENANTS.find(({ slug }) => slug === 'acme')!;

describe('the Keycloak realm acme', () => {
  it('knows everybody whom acme has in Portico, by verified addresses and the same names', () => {
    for (const { email, name } of acme.users)
      expect(realm.users.find((user) => user.email === email)).toMatchObject({
        emailVerified: true,
        firstName: name.split(' ')[0],
        lastName: name.split(' ')[1],
      });
  });

  it('knows a stranger too, whom Portico refuses', () => {
    const strangers = realm.users.filter(({ email }) => acme.users.every((user) => user.email !== email));
    expect(strangers.map(({ email }) => email)).toEqual(['stranger@acme.example']);
  });

  it('has the client that the demo gives to the connection, for its redirect URI', () => {
    const [client] = realm.clients;
    expect(client?.clientId).toBe(`portico-${acme.slug}`);
    expect(client?.redirectUris).toEqual(['http://localhost:3001/oauth2/idpresponse/*']);
  });

  it('gets its secrets from variables that the file of settings sets', () => {
    const named = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    expect(realm.clients[0]?.secret).toMatch(/^\$\{/);
    expect(Object.keys(services['keycloak']?.environment ?? {})).toEqual(expect.arrayContaining(named));
    for (const name of named) expect(Object.keys(variables)).toContain(name);
  });

  it('is where the demo sends acme to, at an origin that the broker may reach', () => {
    const url = services['keycloak']?.environment?.['KC_HOSTNAME'];
    expect(variables).toMatchObject({ PORTICO_DEMO_KEYCLOAK_URL: url });
    expect(variables['PORTICO_EGRESS_ALLOW']?.split(',')).toContain(url);
    expect(services['broker']?.ports).toContain(`127.0.0.1:3009:${new URL(url ?? '').port}`);
  });
});
