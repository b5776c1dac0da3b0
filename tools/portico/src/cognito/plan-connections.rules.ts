import { EmailClaim, type Provider, type UpdateConnection } from '@portico/contracts';
import type { CognitoProvider } from './aws-json.rules.js';
import { callbackNotes, identifierNotes, lintNotes, valueNotes } from './connection-notes.rules.js';
import type { Mapping } from './mapping.rules.js';
import { kindOf } from './provider-kind.rules.js';
import { note, type Note } from './report.rules.js';

/** A connection as it is to be, without its id. */
export interface WantedConnection {
  /** Cognito's name, by which applications choose it (`identity_provider`). */
  providerName: string;
  tenant: string;
  provider: Provider;
  name: string;
  mode: 'off' | 'enabled';
  values: UpdateConnection;
  /** The issuer of the subjects that Cognito has kept; null where they are of no use to Portico. */
  issuerOfSubjects: string | null;
  notes: Note[];
}

/** A provider that stays behind, and why. */
export interface LeftOut {
  name: string;
  tenant?: string;
  notes: Note[];
}

const GOOGLE_ISSUER = 'https://accounts.google.com';
const DEFAULT_SCOPES = ['openid', 'email', 'profile'];
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]{1,64}$/;

/** What becomes of one identity provider of the pool. */
export const planConnection = (
  described: CognitoProvider,
  choice: Mapping['providers'][string] | undefined,
): WantedConnection | LeftOut => {
  const { ProviderName: name, ProviderType: type } = described;
  if (!choice)
    return { name, notes: [note('provider_unmapped', 'The mapping file does not say whose it is.')] };
  const { tenant } = choice;
  if (tenant === undefined) return { name, notes: [note('left_out', 'The mapping file leaves it out.')] };
  if (type !== 'OIDC' && type !== 'Google')
    return {
      name,
      tenant,
      notes: [
        note(
          'protocol_unsupported',
          `Portico speaks OpenID Connect only, and this provider ${type}. Set up a connection by OpenID Connect at the same provider.`,
        ),
      ],
    };
  const issuer = described.ProviderDetails?.['oidc_issuer'] ?? '';
  const provider = type === 'Google' ? 'google' : (choice.provider ?? kindOf(issuer));
  const common = {
    providerName: name,
    tenant,
    provider,
    name: choice.name ?? name,
    mode: choice.mode,
  };
  return provider === 'google'
    ? { ...common, ...googleParts(described) }
    : {
        ...common,
        ...oidcParts(described, { provider, issuer, callback: choice.callback, name: common.name }),
      };
};

type Parts = Pick<WantedConnection, 'values' | 'issuerOfSubjects' | 'notes'>;

/** Google's `sub` is the same for every client: https://developers.google.com/identity/openid-connect/openid-connect */
const googleParts = (described: CognitoProvider): Parts => ({
  values: {},
  issuerOfSubjects: GOOGLE_ISSUER,
  notes: [
    note(
      'google_client_differs',
      "Portico signs in at Google with the platform's own client, not with the one of Cognito; people may be asked for consent once more.",
    ),
    ...identifierNotes(described),
  ],
});

interface Place {
  provider: Provider;
  issuer: string;
  callback: 'shared' | 'own';
  name: string;
}

const oidcParts = (described: CognitoProvider, place: Place): Parts => {
  const details = described.ProviderDetails ?? {};
  const { client_id: clientId, client_secret: clientSecret } = details;
  const email = readEmailClaim(described);
  const values: UpdateConnection = {
    ...(clientId && { clientId }),
    ...(clientSecret && { clientSecret }),
    ...(place.issuer && { discoveryUrl: place.issuer }),
    userinfoMethod: details['attributes_request_method'] === 'POST' ? 'POST' : 'GET',
    scopes: readScopes(details['authorize_scopes']),
    emailClaim: email ?? 'email',
    callback: place.callback,
  };
  const links = subjectsOf(described, place);
  return {
    values,
    issuerOfSubjects: links.issuer,
    notes: [
      ...lintNotes(place.provider, values),
      ...valueNotes(described, email),
      ...callbackNotes(place.callback),
      ...links.notes,
      ...identifierNotes(described),
    ],
  };
};

const readScopes = (text: string | undefined): string[] => {
  const scopes = (text ?? '').split(/\s+/).filter((scope) => SCOPE.test(scope));
  if (scopes.length === 0) return DEFAULT_SCOPES;
  // Without it there would be no ID token, though Cognito could do with userinfo alone.
  return [...new Set(['openid', ...scopes])].slice(0, 20);
};

const readEmailClaim = ({ AttributeMapping }: CognitoProvider): string | null =>
  EmailClaim.safeParse(AttributeMapping?.['email']).data ?? null;

/** The subjects that Cognito has kept, if Portico would see the same. */
const subjectsOf = (
  { AttributeMapping }: CognitoProvider,
  { provider, issuer }: Place,
): { issuer: string | null; notes: Note[] } => {
  if (provider === 'azure')
    return {
      issuer: null,
      notes: [
        note(
          'azure_subjects',
          'Cognito has kept Azure\'s "sub", which is another for every application; Portico goes by "tid" and "oid". No identity is linked beforehand: the first sign-in finds the person by e-mail.',
        ),
      ],
    };
  const username = AttributeMapping?.['username'] ?? 'sub';
  if (username !== 'sub' || !URL.canParse(issuer))
    return {
      issuer: null,
      notes: [
        note(
          'subjects_unknown',
          `Cognito has kept "${username}" of its people instead of "sub". No identity is linked beforehand: the first sign-in finds the person by e-mail.`,
        ),
      ],
    };
  return { issuer, notes: [] };
};
