import { existsSync } from 'node:fs';
import type {
  Application,
  ApplicationCreated,
  CreateApplication,
  SetResourceServer,
} from '@portico/contracts';
import type { Api } from './api.ts';
import { writeSecret } from './folders.ts';
import type { HouseKeys } from './keys.ts';
import type { Place } from './ports.ts';
import { INTERRUPTED, Refusal } from './refusal.ts';

type Addresses = Record<Place, string>;

interface Wanted {
  application: Partial<CreateApplication>;
  /** Where the secret goes, of one that has one. */
  secretFile?: string;
}

/** Registers the applications of the demo and the API of the examples. */
export const seedApplications = async (
  api: Api,
  addresses: Addresses,
  keys: Pick<HouseKeys, 'exampleSecrets'>,
): Promise<void> => {
  const { broker } = addresses;
  await api.send('PUT', `${broker}/v1/resource-servers/calls`, CALLS_API);
  const list = await api.get<{ applications: Application[] }>(`${broker}/v1/applications`);
  const present = new Set(list.applications.map(({ id }) => id));
  for (const { application, secretFile } of [...houseApplications(addresses), ...examples(addresses, keys)]) {
    if (!present.has(application.id ?? '')) {
      const made = await api.send<ApplicationCreated>('POST', `${broker}/v1/applications`, application);
      if (secretFile !== undefined && made.clientSecret) writeSecret(secretFile, made.clientSecret);
    }
    if (secretFile !== undefined && !existsSync(secretFile)) throw new Refusal(INTERRUPTED);
  }
};

const houseApplications = ({ phone }: Addresses): Wanted[] => [
  {
    application: {
      id: 'phone',
      name: 'Phone',
      kind: 'public',
      redirectUris: [`${phone}/callback`],
      postLogoutRedirectUris: [`${phone}/`],
      initiateLoginUri: `${phone}/sign-in`,
    },
  },
];

/** The API of the example resource server. */
const CALLS_API: SetResourceServer = {
  name: 'Calls',
  audience: 'https://calls.example.com',
  scopes: ['calls:read'],
  tokenAlg: 'ES256',
};

const resources = [{ audience: CALLS_API.audience, scopes: CALLS_API.scopes }];

const examples = (
  { serverRendered, singlePage }: Addresses,
  { exampleSecrets }: Pick<HouseKeys, 'exampleSecrets'>,
): Wanted[] => [
  {
    application: {
      id: 'server-rendered',
      name: 'Server-rendered example',
      kind: 'confidential',
      redirectUris: [`${serverRendered}/callback`],
      postLogoutRedirectUris: [serverRendered],
      backchannelLogoutUri: `${serverRendered}/backchannel-logout`,
      // What its library expects of a provider unless it is told otherwise.
      idTokenAlg: 'RS256',
      resources,
    },
    secretFile: exampleSecrets['server-rendered'],
  },
  {
    application: {
      id: 'single-page',
      name: 'Single-page example',
      kind: 'confidential',
      tokenAuth: 'post',
      redirectUris: [`${singlePage}/callback`],
      postLogoutRedirectUris: [`${singlePage}/`],
      resources,
    },
    secretFile: exampleSecrets['single-page'],
  },
  {
    // It listens on a port of the moment, which its address leaves open (RFC 8252 §7.3).
    application: {
      id: 'native',
      name: 'Native example',
      kind: 'public',
      redirectUris: ['http://127.0.0.1/callback'],
    },
  },
];
