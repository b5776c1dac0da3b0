import type { EventContract } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import type { z } from 'zod';

/** What a fact is about and what it says. */
export interface FactContent<E extends EventContract> {
  tenantId: string;
  /** The id of the user, login, session or connection that it is about. */
  subject: string;
  data: z.input<E['data']>;
}

/** A fact that is ready for the outbox. */
export interface FactDraft {
  id: string;
  tenantId: string;
  type: string;
  version: number;
  time: string;
  subject: string;
  data: unknown;
}

// The subject travels as a header: one line of printable ASCII.
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

/**
 * A fact made from its contract, with a new id and the time of now.
 * Throws unless the data fits exactly: what the contract does not name is refused, so that nothing slips out.
 */
export const fact = <E extends EventContract>(
  contract: E,
  { tenantId, subject, data }: FactContent<E>,
): FactDraft => {
  const parsed = contract.data.parse(data);
  const strangers = findUnknownKeys(data, parsed);
  if (strangers.length > 0) throw new TypeError(`${contract.type} does not name ${strangers.join(', ')}`);
  if (!SUBJECT.test(subject)) throw new TypeError(`${contract.type} needs a subject of printable ASCII`);
  const { type, version } = contract;
  return { id: newId(), tenantId, type, version, time: new Date().toISOString(), subject, data: parsed };
};

/** The paths of everything in `given` that a schema dropped while parsing it. */
export const findUnknownKeys = (given: unknown, parsed: unknown, path = ''): string[] => {
  if (given === null || typeof given !== 'object') return [];
  return Object.entries(given).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const here = path ? `${path}.${key}` : key;
    const known = parsed !== null && typeof parsed === 'object' && Object.hasOwn(parsed, key);
    return known ? findUnknownKeys(value, (parsed as Record<string, unknown>)[key], here) : [here];
  });
};
