import type { Code, Provider } from '@portico/contracts';

/** The values that an admin entered for one connection, as far as they are known. */
export interface LintInput {
  provider: Provider;
  discoveryUrl?: string;
  clientId?: string;
  clientSecret?: string;
  /** The issuer that was found behind the Discovery URL. */
  issuer?: string;
  /** Why nothing was found there: some addresses are only known to be wrong once nobody answers. */
  refusal?: Code;
}

export type LintField = 'discoveryUrl' | 'clientId' | 'clientSecret';

/** What was probably meant, where it can be computed. */
export interface Mistake {
  corrected?: string;
}

/** One mistake that is known from real set-ups. */
export interface LintRule {
  rule: string;
  field: LintField;
  /** A plain sentence or two for the admin: what is wrong and where the right value is. Never quotes a secret. */
  message: string;
  /** Undefined where the field is fine. */
  check: (input: LintInput) => Mistake | undefined;
  /** Values that make exactly this mistake. */
  example: LintInput;
}

/** A mistake without a correction. */
export const MISTAKE: Mistake = Object.freeze({});

/** The Discovery URL without the blanks and quotes around it, which have a rule of their own; null if it is none. */
export const addressOf = ({ discoveryUrl }: LintInput): URL | null => {
  const text = discoveryUrl === undefined ? '' : unwrapped(discoveryUrl);
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null;
};

/** Characters that nobody sees, as word processors and chats put them in. */
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

const QUOTED = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|„(.*)“|‘(.*)’|«(.*)»|<(.*)>)$/su;

/** The text inside quotation marks or angle brackets; null where there are none around it. */
export const insideQuotes = (text: string): string | null =>
  QUOTED.exec(text)
    ?.slice(1)
    .find((group: string | undefined) => group !== undefined) ?? null;

/** The text without invisible characters, white space and quotation marks around it. */
export const unwrapped = (text: string): string => {
  const bare = text.replace(INVISIBLE, '').trim();
  return insideQuotes(bare)?.trim() ?? bare;
};

const WELL_KNOWN = /\/\.well-known(?:\/.*)?$/;

/** The path without a discovery document's name and without slashes at the end. */
export const pathOf = ({ pathname }: URL): string => pathname.replace(WELL_KNOWN, '').replace(/\/+$/, '');

/** The address that a path has on the same server: by https, except on this machine, where that may not be spoken. */
export const onSameServer = (url: URL, path: string): string =>
  isLoopback(url) ? url.origin + path : `https://${url.host}${path}`;

/** A machine talks to itself here: simulators and development. The broker's wall decides about these by name. */
export const isLoopback = ({ hostname }: URL): boolean =>
  /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
