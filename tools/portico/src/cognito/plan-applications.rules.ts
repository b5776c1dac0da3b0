import { ApplicationId, CreateApplication } from '@portico/contracts';
import { chooseAddresses, flowNotes, limitsOf, scopeNotes } from './application-parts.rules.js';
import type { CognitoClient } from './aws-json.rules.js';
import type { Mapping } from './mapping.rules.js';
import type { LeftOut } from './plan-connections.rules.js';
import { note, type Note } from './report.rules.js';
import { readSeconds } from './token-seconds.rules.js';

/** An application as it is to be; the ids of tenants and connections are filled in when they are known. */
export interface WantedApplication {
  body: CreateApplication;
  /** Slugs; null for all. */
  tenants: string[] | null;
  /** Cognito's names of the only providers whose people it admits; null for all. */
  providers: string[] | null;
  notes: Note[];
}

/**
 * What becomes of one client of the pool. Its secret is not kept: Portico makes its own, and Cognito's lies about in
 * the exported file.
 */
export const planApplication = (
  described: CognitoClient,
  choice: ClientChoice | undefined,
  providers: readonly string[],
): WantedApplication | LeftOut => {
  const { ClientId: id } = described;
  const reason = whyLeftOut(described, choice);
  if (reason) return { name: id, notes: [reason] };
  const isMachine = describesMachine(described);
  const [draft, notes] = isMachine ? machineParts(described) : signInParts(described);
  const parsed = CreateApplication.safeParse({ id, name: nameOf(described, choice), ...draft });
  if (!parsed.success) return { name: id, notes: [...notes, unusable(parsed.error.issues)] };
  const limits = isMachine ? { providers: null, notes: [] } : limitsOf(described, providers);
  return {
    body: parsed.data,
    tenants: choice?.tenants === 'all' ? null : (choice?.tenants ?? []),
    providers: limits.providers,
    notes: [...notes, ...limits.notes],
  };
};

type ClientChoice = Mapping['clients'][string];

const nameOf = ({ ClientId, ClientName }: CognitoClient, choice: ClientChoice | undefined): string =>
  choice?.name ?? (ClientName?.trim().slice(0, 80) || ClientId);

const unusable = (issues: readonly { path: PropertyKey[]; message: string }[]): Note =>
  note(
    'client_unusable',
    issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; '),
  );

const whyLeftOut = (described: CognitoClient, choice: ClientChoice | undefined): Note | null => {
  if (!choice) return note('client_unmapped', 'The mapping file does not say whose it is.');
  if (!choice.tenants) return note('left_out', 'The mapping file leaves it out.');
  if (!ApplicationId.safeParse(described.ClientId).success)
    return note('client_id_unusable', 'Its id has characters that no application of Portico can have.');
  if (described.AllowedOAuthFlowsUserPoolClient === false || !described.AllowedOAuthFlows?.length)
    return note(
      'no_hosted_login',
      "It signs people in by Cognito's API alone (InitiateAuth), which Portico does not have: the application has to send them to /oauth2/authorize.",
    );
  if (describesMachine(described) && choice.tenants !== 'all' && choice.tenants.length > 1)
    return note('machine_of_many_tenants', 'A machine application serves one tenant, or all.');
  return null;
};

const describesMachine = ({ AllowedOAuthFlows }: CognitoClient): boolean =>
  AllowedOAuthFlows?.every((flow) => flow === 'client_credentials') ?? false;

type Draft = readonly [draft: object, notes: Note[]];

const machineParts = (described: CognitoClient): Draft => [
  { kind: 'machine', tokenAuth: 'basic' },
  [SECRET_NEW, ...scopeNotes(described)],
];

const SECRET_NEW = note(
  'secret_new',
  'Its secret of Cognito is not kept: a new one is written to the file of secrets.',
);

const signInParts = (described: CognitoClient): Draft => {
  const kind = described.ClientSecret ? ('confidential' as const) : ('public' as const);
  const redirects = chooseAddresses(described.CallbackURLs ?? [], { what: 'callback', kind });
  const logouts = chooseAddresses(described.LogoutURLs ?? [], { what: 'logout', kind });
  const seconds = readSeconds(described);
  return [
    {
      kind,
      redirectUris: redirects.kept,
      postLogoutRedirectUris: logouts.kept,
      // What the libraries of its team expect: Cognito signs with RS256 alone.
      idTokenAlg: 'RS256',
      ...seconds.kept,
      // Cognito takes the secret by HTTP basic or in the form; most libraries begin with the former.
      ...(kind === 'confidential' && { tokenAuth: 'basic' }),
    },
    [
      note('pkce_needed', 'From now on it has to send code_challenge with S256 (PKCE).'),
      ...(kind === 'confidential' ? [SECRET_NEW] : []),
      ...flowNotes(described),
      ...redirects.notes,
      ...logouts.notes,
      ...seconds.notes,
      ...scopeNotes(described),
    ],
  ];
};
