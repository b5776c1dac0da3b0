import { CreateApplication } from '@portico/contracts';
import type { CognitoClient } from './aws-json.rules.js';
import { note, type Note } from './report.rules.js';

/** Sign-in scopes that Portico gives (OpenID Connect Core 1.0 §5.4). */
const KNOWN_SCOPES = ['openid', 'email', 'profile', 'offline_access'];
const OWN_USERS = 'COGNITO';

const MOST_ADDRESSES = 20;

/** Those of the addresses that Portico takes, each with the reason where it does not. */
export const chooseAddresses = (
  addresses: readonly string[],
  { what, kind }: { what: 'callback' | 'logout'; kind: 'public' | 'confidential' },
): { kept: string[]; notes: Note[] } => {
  const fitting = addresses.filter(
    (address) => CALLBACK.safeParse(address).success && (kind === 'public' || /^https?:/.test(address)),
  );
  const notes = addresses
    .filter((address) => !fitting.includes(address))
    .map((address) =>
      note(
        `${what}_refused`,
        `${address}: must be https, http on this machine, or, without a client secret, a scheme in reversed domain form such as com.example.app:/callback.`,
      ),
    );
  if (fitting.length > MOST_ADDRESSES)
    notes.push(
      note(
        `${what}_limit`,
        `Portico takes ${MOST_ADDRESSES} addresses. Left out: ${fitting.slice(MOST_ADDRESSES).join(', ')}.`,
      ),
    );
  return { kept: fitting.slice(0, MOST_ADDRESSES), notes };
};

/** The contract's own word on what a redirect URI is. */
const CALLBACK = CreateApplication.options[0].shape.redirectUris.element;

export const flowNotes = ({ AllowedOAuthFlows = [], ExplicitAuthFlows = [] }: CognitoClient): Note[] => [
  ...(AllowedOAuthFlows?.includes('implicit')
    ? [
        note(
          'implicit_flow',
          'Portico has no implicit flow (RFC 9700 §2.1.2): the application has to use the code.',
        ),
      ]
    : []),
  ...(AllowedOAuthFlows?.includes('client_credentials')
    ? [
        note(
          'machine_apart',
          'It also gets tokens for itself (client_credentials): make a machine application for that, for one application of Portico does not do both.',
        ),
      ]
    : []),
  ...(ExplicitAuthFlows?.some((flow) => /SRP|PASSWORD|CUSTOM/.test(flow))
    ? [
        note(
          'api_login',
          `Sign-in by Cognito's API (${ExplicitAuthFlows.join(', ')}) does not exist in Portico: passwords are typed on Portico's screens only.`,
        ),
      ]
    : []),
];

export const scopeNotes = ({ AllowedOAuthScopes }: CognitoClient): Note[] => {
  const others = (AllowedOAuthScopes ?? []).filter((scope) => !KNOWN_SCOPES.includes(scope));
  if (others.length === 0) return [];
  return [
    note(
      'scopes_unkept',
      `${others.join(', ')}: register the API as a resource server of Portico, allow the application its scopes, and ask for tokens with "resource"; phone and aws.cognito.signin.user.admin have no counterpart.`,
    ),
  ];
};

/** A client that names only some of the pool's providers stays with these. */
export const limitsOf = (
  { SupportedIdentityProviders }: CognitoClient,
  providers: readonly string[],
): { providers: string[] | null; notes: Note[] } => {
  const supported = SupportedIdentityProviders ?? [];
  const notes = supported.includes(OWN_USERS)
    ? []
    : [
        note(
          'passwords_offered',
          'It did not offer passwords of Cognito. In Portico that is decided by the tenant: enforce its connection.',
        ),
      ];
  const kept = providers.filter((name) => supported.includes(name));
  if (kept.length === providers.length) return { providers: null, notes };
  if (kept.length === 0)
    return {
      providers: null,
      notes: [
        ...notes,
        note(
          'providers_widened',
          'It admitted nobody of the providers that are carried over. Portico cannot say that of an application: people of every connection of its tenants may sign in to it.',
        ),
      ],
    };
  return {
    providers: kept,
    notes: [
      ...notes,
      note(
        'providers_limited',
        `Admits people of ${kept.join(', ')} only, as in Cognito; new connections are not among them.`,
      ),
    ],
  };
};
