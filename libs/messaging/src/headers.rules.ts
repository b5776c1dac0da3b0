import {
  FactAttributes,
  readEvent,
  type EventContract,
  type Fact,
  type ServiceName,
} from '@portico/contracts';
import type { FactDraft } from './facts.rules.js';

/** What a message brought: its headers under lower-case names, and its body. */
export interface ReceivedFact {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A message as its contract reads it, or why it cannot be read. */
export type Reading<E extends EventContract> =
  { outcome: 'fits'; fact: Fact<E> } | { outcome: 'misfit'; reason: string };

/** The headers of a fact: CloudEvents 1.0 in binary mode, with the trace it was told in (W3C Trace Context). */
export const toHeaders = (
  draft: FactDraft,
  service: ServiceName,
  traceparent: string,
): Record<string, string> => ({
  'ce-specversion': '1.0',
  'ce-id': draft.id,
  'ce-type': draft.type,
  'ce-source': `portico/${service}`,
  'ce-time': draft.time,
  'ce-subject': draft.subject,
  'ce-dataversion': String(draft.version),
  'ce-tenantid': draft.tenantId,
  traceparent,
  'content-type': 'application/json',
});

/** Reads a message tolerantly: unknown headers and members are dropped, enumerations are open, else everything named must fit. */
export const readFact = <E extends EventContract>(
  contract: E,
  { headers, body }: ReceivedFact,
): Reading<E> => {
  if (headers['ce-type'] !== contract.type) return misfit(`ce-type is not ${contract.type}`);
  if (headers['ce-dataversion'] !== String(contract.version))
    return misfit(`ce-dataversion is not ${String(contract.version)}`);
  const attributes = FactAttributes.safeParse({
    id: headers['ce-id'],
    source: headers['ce-source'],
    time: headers['ce-time'],
    subject: headers['ce-subject'],
    tenantId: headers['ce-tenantid'],
  });
  if (!attributes.success) return misfit(`header: ${namesOf(attributes.error.issues)}`);
  const read = readEvent(contract, readJson(body));
  if (read.outcome === 'misfit') return misfit(`body: ${read.fields.join(', ')}`);
  return { outcome: 'fits', fact: { ...attributes.data, type: contract.type, data: read.data } };
};

const misfit = (reason: string) => ({ outcome: 'misfit', reason }) as const;

// Names of members only, so that no value of a foreign message reaches a log.
const namesOf = (issues: readonly { path: readonly PropertyKey[]; code?: string }[]): string =>
  issues
    .map(({ path, code }) => `${path.map(String).join('.') || '(whole)'} ${code ?? ''}`.trim())
    .join(', ');

/** The JSON value of a text, or undefined where it is none. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
