import { ADDRESS_RULES, PLACEHOLDER_RULES } from './lint-address.rules.js';
import { AZURE_RULES } from './lint-azure.rules.js';
import { PASTED_RULES } from './lint-pasted.rules.js';
import { PROVIDER_RULES } from './lint-providers.rules.js';
import type { LintInput, LintRule } from './lint-rule.rules.js';

/** A mistake that was found. */
export interface Finding {
  rule: string;
  /** The field, by JSON pointer (RFC 6901). */
  pointer: string;
  message: string;
  /** What was probably meant, where it can be computed; never of a secret. */
  corrected?: string;
}

/** Every rule, the more special before the more general: of each field the first mistake is told. */
export const LINT_RULES: readonly LintRule[] = [
  ...PASTED_RULES,
  ...PLACEHOLDER_RULES,
  ...AZURE_RULES,
  ...PROVIDER_RULES,
  ...ADDRESS_RULES,
];

/** A correction may uncover the next mistake; so many are made in one go. */
const CORRECTIONS_AT_MOST = 5;

/**
 * The known mistakes in an admin's values: left-in placeholders, a secret's id for the secret, addresses of pages, of
 * version 1 or of SAML, and what copying adds. At most one a field. Pure, for the API and for the form beside it.
 *
 * Rules of a named provider look at its hosts or paths, not at the kind of the connection alone: an own domain in
 * front of Okta, a proxy or a simulator on this machine is no mistake. Plain http is one except on loopback addresses,
 * about which the broker's wall decides.
 */
export const lintConnection = (input: LintInput): Finding[] => {
  const found = new Map<string, Finding>();
  for (const rule of LINT_RULES) {
    const mistake = found.has(rule.field) ? undefined : rule.check(input);
    if (!mistake) continue;
    const { corrected } = mistake;
    found.set(rule.field, {
      rule: rule.rule,
      pointer: `/${rule.field}`,
      message: rule.message,
      ...(corrected !== undefined && { corrected: settle(input, rule, corrected) }),
    });
  }
  return [...found.values()];
};

/** Follows corrections until nothing is left to correct, so that nobody is refused for what we told him to enter. */
const settle = ({ provider }: LintInput, { field }: LintRule, first: string): string => {
  let corrected = first;
  for (let round = 0; round < CORRECTIONS_AT_MOST; round++) {
    const again = { provider, [field]: corrected };
    const next = LINT_RULES.map((rule) => rule.check(again)).find((mistake) => mistake !== undefined);
    if (next?.corrected === undefined) return corrected;
    corrected = next.corrected;
  }
  return corrected;
};
