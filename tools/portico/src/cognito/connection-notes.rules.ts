import type { Provider, UpdateConnection } from '@portico/contracts';
import { lintConnection } from '@portico/policy';
import type { CognitoProvider } from './aws-json.rules.js';
import { note, type Note } from './report.rules.js';

/** Attributes that Portico takes from the claims of the same names, or has no use for. */
const USUAL_ATTRIBUTES = ['username', 'email', 'email_verified', 'name', 'given_name', 'family_name'];

export const lintNotes = (provider: Provider, values: UpdateConnection): Note[] =>
  lintConnection({ provider, ...values }).map(({ pointer, message, corrected }) =>
    note(
      'value_refused',
      `${pointer.slice(1)}: ${message}${corrected === undefined ? '' : ` Portico would take ${corrected}.`}`,
    ),
  );

export const valueNotes = (
  { AttributeMapping, ProviderDetails }: CognitoProvider,
  email: string | null,
): Note[] => {
  const others = Object.keys(AttributeMapping ?? {}).filter((name) => !USUAL_ATTRIBUTES.includes(name));
  return [
    ...(ProviderDetails?.['client_secret']
      ? []
      : [
          note(
            'secret_missing',
            'The JSON holds no client_secret: the connection stays a draft until its secret is entered.',
          ),
        ]),
    ...(email === null
      ? [
          note(
            'email_unmapped',
            'No attribute of it was mapped to email; Portico will look at the claim "email".',
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          note(
            'attributes_unmapped',
            `Portico keeps no such attributes: ${others.join(', ')}. The application has to get them elsewhere.`,
          ),
        ]
      : []),
  ];
};

export const callbackNotes = (callback: 'shared' | 'own'): Note[] => [
  callback === 'shared'
    ? note(
        'callback_shared',
        "Keeps /oauth2/idpresponse. Its people get back to Portico once this address of Portico is entered at the provider, or Portico has taken over Cognito's custom domain.",
      )
    : note(
        'callback_own',
        'Has a redirect URI of its own, which has to be entered at the provider; the Dashboard and the API show it.',
      ),
];

export const identifierNotes = ({ IdpIdentifiers }: CognitoProvider): Note[] =>
  IdpIdentifiers && IdpIdentifiers.length > 0
    ? [
        note(
          'identifiers',
          `idp_identifier ${IdpIdentifiers.join(', ')}: Portico takes the tenant's slug, a domain that it has proved, or the connection's id.`,
        ),
      ]
    : [];
