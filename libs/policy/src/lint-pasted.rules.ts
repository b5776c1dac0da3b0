import {
  addressOf,
  INVISIBLE,
  insideQuotes,
  type LintField,
  type LintInput,
  type LintRule,
  MISTAKE,
  type Mistake,
  unwrapped,
} from './lint-rule.rules.js';

const FIELDS: readonly LintField[] = ['discoveryUrl', 'clientId', 'clientSecret'];

/** A secret never leaves again, not even corrected. */
const correctedTo = (field: LintField, corrected: string): Mistake =>
  field === 'clientSecret' || corrected === '' ? MISTAKE : { corrected };

/** `check` for one field: looks at its text, where there is one. */
const onText =
  (field: LintField, mistakeIn: (text: string, input: LintInput) => Mistake | undefined) =>
  (input: LintInput): Mistake | undefined => {
    const text = input[field];
    return text === undefined ? undefined : mistakeIn(text, input);
  };

const valid = { discoveryUrl: 'https://id.example.com', clientId: 'portico', clientSecret: 'a-secret' };

const quotes = (field: LintField): LintRule => ({
  rule: 'quotes',
  field,
  message: 'There are quotation marks around this value. Paste it without them.',
  check: onText(field, (text) =>
    insideQuotes(text.trim()) === null ? undefined : correctedTo(field, unwrapped(text)),
  ),
  example: { provider: 'oidc', [field]: `"${valid[field]}"` },
});

/** White space around an id or an address is taken off before this; a secret comes as it was pasted. */
const whiteSpace = (field: LintField): LintRule => ({
  rule: 'white_space',
  field,
  message:
    'There is white space in this value that does not belong to it. Paste it without blanks and line breaks.',
  check: onText(field, (text, input) => {
    const joined = text.replace(/\s+/g, '');
    if (field === 'discoveryUrl')
      return joined !== text && addressOf({ ...input, discoveryUrl: joined })
        ? { corrected: joined }
        : undefined;
    return /^\s|[\r\n\t]|\s$/.test(text) ? correctedTo(field, joined) : undefined;
  }),
  example: {
    provider: 'oidc',
    [field]: field === 'clientSecret' ? ` ${valid[field]}` : valid[field].replace(/.{5}/, '$&\n'),
  },
});

/** RFC 6749 appendix A.1 and A.2: visible ASCII characters and the blank. */
const CREDENTIAL = /^[\x20-\x7e]*$/;

const characters = (field: 'clientId' | 'clientSecret'): LintRule => ({
  rule: 'characters',
  field,
  message:
    'There are characters in this value that cannot be part of it, perhaps invisible ones. Copy it again from your provider.',
  check: onText(field, (text) => {
    if (CREDENTIAL.test(text)) return undefined;
    const visible = text.replace(INVISIBLE, '');
    return CREDENTIAL.test(visible) ? correctedTo(field, visible) : MISTAKE;
  }),
  example: { provider: 'oidc', [field]: `${valid[field]}\u200b` },
});

const addressCharacters: LintRule = {
  rule: 'address_characters',
  field: 'discoveryUrl',
  message: 'There are characters in this address that an address cannot have, perhaps invisible ones.',
  check: onText('discoveryUrl', (text, input) =>
    CREDENTIAL.test(text) ? undefined : correctedTo('discoveryUrl', addressOf(input)?.href ?? ''),
  ),
  example: { provider: 'oidc', discoveryUrl: 'https://id.example.com/\u200brealms/acme' },
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Microsoft's secrets are 40 characters with punctuation, and the id of a secret is the GUID beside it
 * (https://learn.microsoft.com/entra/identity-platform/quickstart-register-app, "Add credentials").
 */
const azureSecretId: LintRule = {
  rule: 'azure_secret_id',
  field: 'clientSecret',
  message:
    'This is the ID of the secret. Paste the column "Value" of "Certificates & secrets"; it is shown only right after the secret was made.',
  check: ({ provider, clientSecret }) =>
    provider === 'azure' && clientSecret !== undefined && GUID.test(unwrapped(clientSecret))
      ? MISTAKE
      : undefined,
  example: { provider: 'azure', clientSecret: '6f9619ff-8b86-d011-b42d-00cf4fc964ff' },
};

const secretIsClientId: LintRule = {
  rule: 'secret_is_client_id',
  field: 'clientSecret',
  message: 'This is the client ID once more. Paste the client secret.',
  check: ({ clientId, clientSecret }) =>
    clientSecret !== undefined && clientSecret === clientId ? MISTAKE : undefined,
  example: { provider: 'okta', clientId: '0oa1b2c3d4e5f6g7h8i9', clientSecret: '0oa1b2c3d4e5f6g7h8i9' },
};

/** What goes wrong between two windows, whatever the provider. */
export const PASTED_RULES: readonly LintRule[] = [
  ...FIELDS.flatMap((field) => [quotes(field), whiteSpace(field)]),
  characters('clientId'),
  characters('clientSecret'),
  addressCharacters,
  azureSecretId,
  secretIsClientId,
];
