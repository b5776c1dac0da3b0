import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Application,
  Connection,
  SsoSettings,
  Tenant,
  TenantPage,
  User,
  UserPage,
} from '@portico/contracts';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Api, type Credentials, newSlug, request } from './api.js';
import { untilBrokerKnows } from './company.js';
import { query } from './database.js';
import { acme, house } from './house.js';
import { HttpBrowser } from './http-browser.js';
import { type CommandRun, runCommandLine } from './run-command-line.js';
import { registerClient } from './simulator.js';
import { TestApplication } from './test-application.js';

const { broker, ssoConfig, identity, simulator } = house.addresses;
const agent = 'agent@acme.example';
const slug = newSlug();
const folder = mkdtempSync(join(tmpdir(), 'portico-cognito-'));
const secrets = join(folder, 'secrets.json');
const upstream = { clientId: `cognito-${slug}`, clientSecret: 'canary-of-the-provider' };
const provider = 'MaycombKeycloak';
const callback = 'http://localhost:9/signed-in';
/** Of a client of Cognito: 26 lower-case letters and digits. */
const clientId = `1${randomBytes(16).toString('hex').slice(0, 25)}`;
/** As newer pools give them: not of the variant of RFC 9562. */
const aSub = (): string => randomUUID().replace(/-.(.{3})-(.{12})$/, '-c$1-$2');
const scout = { sub: aSub(), email: `scout@${slug}.example` };
const jem = { sub: aSub(), email: `jem@${slug}.example` };

const exported = ['provider.json', 'client.json', 'users.json'];

let api: Api;
let machine: Credentials;
/** By which the identity provider knows the agent: Cognito has kept it in `identities`. */
let subject: string;

const aUser = (username: string, status: string, attributes: Record<string, string>): object => ({
  Username: username,
  Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  UserCreateDate: '2024-01-08T10:05:00+01:00',
  UserLastModifiedDate: '2025-06-01T08:00:00+02:00',
  Enabled: true,
  UserStatus: status,
});
const identities = (): string =>
  JSON.stringify([
    {
      userId: subject,
      providerName: provider,
      providerType: 'OIDC',
      issuer: null,
      primary: true,
      dateCreated: 1,
    },
  ]);
const write = (name: string, content: object | string): void => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 4));
};

const writeExport = (): void => {
  write('provider.json', {
    IdentityProvider: {
      UserPoolId: 'eu-central-1_EXAMPLE',
      ProviderName: provider,
      ProviderType: 'OIDC',
      ProviderDetails: {
        attributes_request_method: 'POST',
        authorize_scopes: 'openid email profile',
        client_id: upstream.clientId,
        client_secret: upstream.clientSecret,
        oidc_issuer: `${simulator}/keycloak/realms/acme`,
      },
      AttributeMapping: { email: 'email', username: 'sub' },
    },
  });
  write('client.json', {
    UserPoolClient: {
      UserPoolId: 'eu-central-1_EXAMPLE',
      ClientName: 'Maycomb',
      ClientId: clientId,
      ClientSecret: 'canary-of-cognito',
      SupportedIdentityProviders: ['COGNITO', provider],
      CallbackURLs: [callback],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      AllowedOAuthFlowsUserPoolClient: true,
    },
  });
  write('users.json', {
    Users: [
      aUser(`${provider}_${subject}`, 'EXTERNAL_PROVIDER', {
        ...scout,
        name: 'Scout Finch',
        identities: identities(),
      }),
      aUser('jem', 'CONFIRMED', { ...jem, email_verified: 'true', name: 'Jem Finch' }),
      aUser('dill', 'CONFIRMED', { sub: aSub(), email: 'dill@elsewhere.example', name: 'Dill Harris' }),
    ],
  });
  writeMapping();
};
const writeMapping = (others = ''): void => {
  write(
    'mapping.yaml',
    `tenants: { ${slug}: Maycomb }
providers: { ${provider}: { tenant: ${slug}, mode: enabled }${others} }
clients: { ${clientId}: { tenants: [${slug}] } }
users: { tenant: [{ by: provider }, { by: domain, values: { ${slug}.example: ${slug} } }] }
`,
  );
};

beforeAll(async () => {
  api = await Api.open(house);
  machine = await api.addMachine(null);
  await registerClient(house, { ...upstream, redirectUri: `${broker}/oauth2/idpresponse` });
  await new HttpBrowser().signInWithSso({ house, email: agent });
  const [link] = await query<{ subject: string }>(
    house,
    'identity',
    `SELECT subject FROM identity_link JOIN app_user ON app_user.tenant_id = identity_link.tenant_id AND app_user.id = user_id
      WHERE identity_link.tenant_id = $1 AND connection_id = $2 AND email = $3`,
    [acme.tenantId, acme.connectionId, agent],
  );
  subject = link!.subject;
  writeExport();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  const { tenant, connections, users } = await readCompany();
  for (const connection of connections) await api.setMode(connection, 'off');
  for (const { id } of users) await api.changeUser(tenant.id, id, { status: 'deactivated' });
});

const importThem = async (...options: string[]): Promise<CommandRun> => {
  const files = exported.map((name) => join(folder, name));
  const args = [
    'cognito',
    'import',
    ...files,
    '--mapping',
    join(folder, 'mapping.yaml'),
    '--secrets-file',
    secrets,
  ];
  return await runCommandLine([...args, ...options], machine);
};
const readTenants = async (): Promise<Tenant[]> =>
  (await api.call<TenantPage>('GET', `${ssoConfig}/v1/tenants?slug=${slug}`)).tenants;
const readCompany = async (): Promise<{ tenant: Tenant; connections: Connection[]; users: User[] }> => {
  const tenant = (await readTenants())[0]!;
  const { connections } = await api.call<SsoSettings>('GET', `${ssoConfig}/v1/tenants/${tenant.id}/sso`);
  const { users } = await api.call<UserPage>('GET', `${identity}/v1/tenants/${tenant.id}/users`);
  return { tenant, connections, users };
};
const readApplication = async (): Promise<{ status: number; body: Application }> =>
  await request<Application>('GET', `${broker}/v1/applications/${clientId}`, { token: api.token });

interface ReportItem {
  kind: string;
  name: string;
  outcome: string;
  notes: { code: string }[];
}
const itemsOf = ({ stdout }: CommandRun): Record<string, string> =>
  Object.fromEntries(
    (JSON.parse(stdout) as { items: ReportItem[] }).items.map(({ kind, name, outcome }) => [
      `${kind} ${name}`,
      outcome,
    ]),
  );
const notesOf = ({ stdout }: CommandRun): Record<string, string[]> =>
  Object.fromEntries(
    (JSON.parse(stdout) as { items: ReportItem[] }).items.map(({ kind, name, notes }) => [
      `${kind} ${name}`,
      notes.map(({ code }) => code),
    ]),
  );
const scoutName = (): string => `user ${provider}_${subject}`;

describe('portico cognito import', () => {
  it('says what it would do, and does nothing of it', async () => {
    const run = await importThem();
    expect(run).toMatchObject({ exitCode: 4, stderr: '' });
    expect(run.stdout).toContain('Nothing was changed');
    expect(run.stdout).toContain('dill');
    expect(run.stdout).not.toContain('canary');
    expect(await readTenants()).toEqual([]);
    expect((await readApplication()).status).toBe(404);
  });

  it('brings the pool in, and keeps the new secret for its owner alone', async () => {
    const run = await importThem('--apply', '--json');
    expect({ exitCode: run.exitCode, items: itemsOf(run) }).toEqual({
      exitCode: 0,
      items: {
        [`tenant ${slug}`]: 'create',
        [`connection ${provider}`]: 'create',
        [`application ${clientId}`]: 'create',
        [scoutName()]: 'create',
        'user jem': 'create',
        'user dill': 'left_out',
      },
    });
    const { connections, users } = await readCompany();
    expect(connections).toMatchObject([
      {
        provider: 'keycloak',
        mode: 'enabled',
        clientId: upstream.clientId,
        userinfoMethod: 'POST',
        redirectUri: `${broker}/oauth2/idpresponse`,
      },
    ]);
    expect(users.map(({ id }) => id).sort()).toEqual([scout.sub, jem.sub].sort());
    expect((await readApplication()).body).toMatchObject({ kind: 'confidential', redirectUris: [callback] });
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    const clientSecret = readSecret();
    expect(run.stdout + run.stderr).not.toContain(clientSecret);
    expect(run.stdout + run.stderr).not.toContain('canary');
  });

  it('changes nothing when it is run again, nor what was changed since', async () => {
    const before = await readCompany();
    await api.changeUser(before.tenant.id, jem.sub, { status: 'deactivated' });
    const [company, application] = [await readCompany(), await readApplication()];
    const run = await importThem('--apply', '--json');
    expect(run.exitCode).toBe(0);
    const { 'user dill': dill, ...others } = itemsOf(run);
    expect(dill).toBe('left_out');
    expect(new Set(Object.values(others))).toEqual(new Set(['unchanged']));
    expect(await readCompany()).toEqual(company);
    expect((await readApplication()).body).toEqual(application.body);
  });

  it('goes on past what Portico refuses and what is incomplete, and says both', async () => {
    write('unlisted.json', {
      IdentityProvider: {
        ProviderName: 'Unlisted',
        ProviderType: 'OIDC',
        ProviderDetails: { client_id: 'x', oidc_issuer: `${simulator}/oidc` },
      },
    });
    // Two people of one identity, which Cognito does not have.
    const boo = { sub: aSub(), email: `boo@${slug}.example`, identities: identities() };
    const tom = { sub: aSub(), email: `tom@${slug}.example`, email_verified: 'true' };
    write('more.json', { Users: [aUser('boo', 'EXTERNAL_PROVIDER', boo), aUser('tom', 'CONFIRMED', tom)] });
    writeMapping(`, Unlisted: { tenant: ${slug}, mode: enabled }`);
    exported.push('unlisted.json', 'more.json');
    const run = await importThem('--apply', '--json');
    expect(run.exitCode).toBe(1);
    expect(itemsOf(run)).toMatchObject({
      'connection Unlisted': 'create',
      'user boo': 'refused',
      'user tom': 'create',
    });
    const notes = notesOf(run);
    expect(notes['connection Unlisted']).toEqual(
      expect.arrayContaining(['secret_missing', 'not_switched_on']),
    );
    expect(notes['user boo']).toContain('link_conflict');
    const { connections, users } = await readCompany();
    expect(connections).toMatchObject([
      { name: provider },
      { name: 'Unlisted', provider: 'oidc', mode: 'off', clientId: 'x', clientSecretSet: false },
    ]);
    expect(users.map(({ id }) => id)).toEqual(expect.not.arrayContaining([boo.sub]));
    expect(itemsOf(await importThem('--apply', '--json'))).toMatchObject({
      'connection Unlisted': 'unchanged',
      'user boo': 'refused',
      'user tom': 'unchanged',
    });
  });

  it('lets a person in by the identity of Cognito, with the same sub, at the application of Cognito', async () => {
    const { tenant, connections } = await readCompany();
    await untilBrokerKnows(api, tenant.id);
    const application = new TestApplication(house, clientId, callback, 'openid email');
    const browser = new HttpBrowser();
    // Cognito's own hint.
    const loginPage = await browser.open(application.authorizationUrl({ identity_provider: provider }));
    const answer = await browser.idpLogin(loginPage, agent);
    expect(answer).toMatch(`${broker}/oauth2/idpresponse?`);
    const code = application.readAnswer(
      await browser.follow(await browser.callback(answer), application.isAnswer),
    );
    const tokens = await redeem(application, code.get('code') ?? '');
    const { payload, protectedHeader } = await jwtVerify(
      tokens.id_token,
      createRemoteJWKSet(new URL(`${broker}/.well-known/jwks.json`)),
      { issuer: broker, audience: clientId },
    );
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      sub: scout.sub,
      email: scout.email,
      tenant_id: tenant.id,
      connection_id: connections[0]!.id,
    });
    expect((await application.userinfo(tokens.access_token)).body).toMatchObject({ sub: scout.sub });
  });
});

const readSecret = (): string =>
  (JSON.parse(readFileSync(secrets, 'utf8')) as Record<string, string>)[clientId] ?? '';

/** As the application did it at Cognito, with the new secret and PKCE. */
const redeem = async (
  application: TestApplication,
  code: string,
): Promise<{ id_token: string; access_token: string }> => {
  const clientSecret = readSecret();
  const response = await fetch(`${broker}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code,
      code_verifier: application.verifier,
    }),
  });
  return (await response.json()) as { id_token: string; access_token: string };
};
