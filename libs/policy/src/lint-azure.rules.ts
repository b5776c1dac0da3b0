import {
  addressOf,
  type LintInput,
  type LintRule,
  MISTAKE,
  type Mistake,
  onSameServer,
  pathOf,
} from './lint-rule.rules.js';

/** https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud, and the older names. */
const HOSTS: Readonly<Record<string, string>> = {
  'login.microsoftonline.com': 'login.microsoftonline.com',
  'login.microsoft.com': 'login.microsoftonline.com',
  'login.windows.net': 'login.microsoftonline.com',
  'sts.windows.net': 'login.microsoftonline.com',
  'login.microsoftonline.us': 'login.microsoftonline.us',
  'login.partner.microsoftonline.cn': 'login.partner.microsoftonline.cn',
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The last is the directory of all personal accounts, which `consumers` stands for. */
const MANY_TENANTS = /^(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)$/i;

interface Directory {
  url: URL;
  name: string;
  rest: string;
  issuer: string;
}

/** The directory that an address at Microsoft's own hosts names; undefined elsewhere, and for policies of B2C. */
const directoryOf = (input: LintInput): Directory | undefined => {
  const url = addressOf(input);
  const host = url ? HOSTS[url.hostname] : undefined;
  if (!url || host === undefined) return undefined;
  const [name = '', ...rest] = pathOf(url).split('/').slice(1);
  if (/^(?:te|tfp)$/.test(name) || /[{}<>%]/.test(name)) return undefined;
  const issuer = onSameServer(new URL(`https://${host}`), `/${name.toLowerCase()}/v2.0`);
  return { url, name, rest: rest.join('/'), issuer };
};

/** The issuer to which an address of Microsoft leads, where it names one directory by its id. */
export const azureIssuerOf = (input: LintInput): string | undefined => {
  const directory = directoryOf(input);
  return directory && GUID.test(directory.name) && !MANY_TENANTS.test(directory.name)
    ? directory.issuer
    : undefined;
};

const ofDirectory =
  (mistakeIn: (directory: Directory) => Mistake | undefined) =>
  (input: LintInput): Mistake | undefined => {
    const directory = directoryOf(input);
    return directory && mistakeIn(directory);
  };

const where = 'the Directory (tenant) ID from the overview of your app registration';
const example = { provider: 'azure' } as const;
const tid = '0b1f0c9e-5a53-4d53-9c3c-0f7f6c1f2a11';

/** Microsoft Entra, known by its hosts: a simulator or a proxy with another host is nobody's mistake. */
export const AZURE_RULES: readonly LintRule[] = [
  {
    rule: 'azure_many_tenants',
    field: 'discoveryUrl',
    message: `This address stands for everybody's directory, so anybody could sign in. Use ${where} in place of the word.`,
    check: ofDirectory(({ name }) => (MANY_TENANTS.test(name) ? MISTAKE : undefined)),
    example: { ...example, discoveryUrl: 'https://login.microsoftonline.com/common/v2.0' },
  },
  {
    rule: 'azure_tenant_name',
    field: 'discoveryUrl',
    message: `The address has to name your directory by its ID. Use ${where}.`,
    check: ofDirectory(({ name }) => (GUID.test(name) ? undefined : MISTAKE)),
    example: { ...example, discoveryUrl: 'https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0' },
  },
  {
    rule: 'azure_v1_issuer',
    field: 'discoveryUrl',
    message: 'This is the address of version 1. Portico needs version 2, which ends in /v2.0.',
    check: ofDirectory(({ url, rest, issuer }) =>
      url.hostname === 'sts.windows.net' || /^(?:oauth2\/(?:authorize|token))?$/.test(rest)
        ? { corrected: issuer }
        : undefined,
    ),
    example: { ...example, discoveryUrl: `https://sts.windows.net/${tid}/` },
  },
  {
    rule: 'azure_address',
    field: 'discoveryUrl',
    message: 'This is not the address of your directory, which ends in its ID and /v2.0.',
    check: ofDirectory(({ url, rest, issuer }) =>
      rest === 'v2.0' && issuer.startsWith(`https://${url.hostname}/`) ? undefined : { corrected: issuer },
    ),
    example: { ...example, discoveryUrl: `https://login.microsoftonline.com/${tid}/oauth2/v2.0/authorize` },
  },
];
