import {
  type CheckConnection,
  CODES,
  type Code,
  type ConnectionCheck,
  type InspectIssuer,
  type Provider,
} from '@portico/contracts';
import { lintConnection, type LintInput } from '@portico/policy';
import type { z } from 'zod';
import type { ConnectionValues } from './connection-values.rules.js';

type Findings = ConnectionCheck['findings'];

const textOf = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** Values as a save would read them: an empty field is one that nothing was typed into yet. */
export const toLintInput = (provider: Provider, wanted: CheckConnection): LintInput => ({
  provider,
  clientId: textOf(wanted.clientId?.trim()),
  clientSecret: textOf(wanted.clientSecret),
  discoveryUrl: textOf(wanted.discoveryUrl?.trim()),
});

/** Whether a field has a mistake already. */
export const isFaulty = (findings: Findings, pointer: string): boolean =>
  findings.some((finding) => finding.pointer === pointer);

/**
 * What is wrong with an address behind which nothing usable is: the mistake that a refusal gives away, as the linter
 * explains it, else the refusal itself. Of the fields beside it, `findings` tells.
 */
export const explainRefusal = (input: LintInput, refusal: Code): Findings => {
  const findings = lintConnection({ ...input, refusal });
  if (isFaulty(findings, '/discoveryUrl')) return findings;
  return [...findings, { rule: refusal, pointer: '/discoveryUrl', message: CODES[refusal].userText }];
};

/** What was found behind an address, and whether it is another issuer than the one that the stored secret is for. */
export const toFound = (
  { issuer, userinfoEndpoint, ...endpoints }: z.infer<typeof InspectIssuer.reply>,
  stored: ConnectionValues,
): NonNullable<ConnectionCheck['found']> => ({
  ...endpoints,
  issuer,
  userinfoEndpoint: userinfoEndpoint ?? null,
  changesIssuer: stored.sealedClientSecret !== null && stored.issuer !== issuer,
});
