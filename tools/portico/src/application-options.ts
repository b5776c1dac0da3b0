import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Stands for nothing: no address, no refresh tokens, an empty list. Commander has no null. */
const NONE = 'none';

/** An option for one field of an application, as the API names it. */
interface FieldOption {
  flags: string;
  field: string;
  about: string;
  /** From one word of the command line; left out for the word itself. */
  read?: (word: string) => unknown;
  choices?: string[];
}

const seconds = (word: string): unknown => {
  if (word === NONE) return word;
  if (!/^\d+$/.test(word)) throw new InvalidArgumentError('It is a whole number of seconds.');
  return Number(word);
};

/** Of `audience=scope,scope`; an audience alone has no scopes. */
const resource = (word: string): unknown => {
  if (word === NONE) return word;
  const at = word.lastIndexOf('=');
  return at < 0
    ? { audience: word, scopes: [] }
    : {
        audience: word.slice(0, at),
        scopes: word
          .slice(at + 1)
          .split(',')
          .filter(Boolean),
      };
};

const keySet = (file: string): unknown => {
  if (file === NONE) return file;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    throw new InvalidArgumentError('It is a file with a JSON Web Key Set, or none.');
  }
};

const FIELDS: FieldOption[] = [
  { flags: '--name <name>', field: 'name', about: 'what people read' },
  { flags: '--redirect-uri <uri...>', field: 'redirectUris', about: 'compared character by character' },
  {
    flags: '--post-logout-redirect-uri <uri...>',
    field: 'postLogoutRedirectUris',
    about: 'where people may go after signing out, or none',
  },
  {
    flags: '--backchannel-logout-uri <uri>',
    field: 'backchannelLogoutUri',
    about: 'where it is told that a session has ended, or none',
  },
  {
    flags: '--initiate-login-uri <uri>',
    field: 'initiateLoginUri',
    about: 'where others send people to sign in to it, or none',
  },
  { flags: '--api-scope <scope...>', field: 'apiScopes', about: "scopes for Portico's own APIs, or none" },
  {
    flags: '--resource <audience=scopes...>',
    field: 'resources',
    about:
      'resource servers that it gets tokens for, such as https://calls.example.com=calls:read,calls:write, or none',
    read: resource,
  },
  { flags: '--tenant <id...>', field: 'tenantIds', about: 'the only tenants that it serves, or all' },
  {
    flags: '--connection <id...>',
    field: 'connectionIds',
    about: 'the only connections that it admits, or all',
  },
  {
    flags: '--token-auth <way>',
    field: 'tokenAuth',
    about: 'how it proves itself',
    choices: ['basic', 'post', 'private_key_jwt'],
  },
  {
    flags: '--jwks <file>',
    field: 'jwks',
    about: 'its public keys, with private_key_jwt; or none',
    read: keySet,
  },
  {
    flags: '--jwks-uri <uri>',
    field: 'jwksUri',
    about: 'where its public keys are, with private_key_jwt; or none',
  },
  {
    flags: '--id-token-alg <alg>',
    field: 'idTokenAlg',
    about: 'the signature of its ID tokens',
    choices: ['ES256', 'RS256'],
  },
  {
    flags: '--id-token-seconds <seconds>',
    field: 'idTokenSeconds',
    about: 'from 60 to 86400',
    read: seconds,
  },
  {
    flags: '--access-token-seconds <seconds>',
    field: 'accessTokenSeconds',
    about: 'from 60 to 300',
    read: seconds,
  },
  {
    flags: '--refresh-token-seconds <seconds>',
    field: 'refreshTokenSeconds',
    about: 'from 300 to 7776000, or none for no refresh tokens',
    read: seconds,
  },
];

/** Adds an option for every field that an application can be registered with. */
export const addFieldOptions = (command: Command): Command => {
  for (const { flags, about, read, choices } of FIELDS) {
    const option = new Option(flags, about);
    if (choices) option.choices(choices);
    if (read) option.argParser((word: string, before: unknown) => collect(option, read(word), before));
    command.addOption(option);
  }
  return command;
};

/** Commander leaves the collecting to whoever reads the words of a list. */
const collect = (option: Option, value: unknown, before: unknown): unknown =>
  option.variadic ? [...(Array.isArray(before) ? (before as unknown[]) : []), value] : value;

/** The fields that were given, by the names of the API. */
export const readFields = (options: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    FIELDS.flatMap(({ flags, field }) => {
      const option = new Option(flags);
      const value = options[option.attributeName()];
      return value === undefined
        ? []
        : [[field, option.variadic ? readList(value as unknown[]) : read(field, value)]];
    }),
  );

const read = (field: string, value: unknown): unknown => (value === NONE && field !== 'name' ? null : value);

/** `all` stands for no limit to tenants or connections. */
const readList = (words: unknown[]): unknown[] | null => {
  if (words.length === 1 && words[0] === 'all') return null;
  return words.length === 1 && words[0] === NONE ? [] : words;
};
