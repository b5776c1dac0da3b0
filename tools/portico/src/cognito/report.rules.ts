/** Something that a person has to know or do about an item. */
export interface Note {
  /** Stays the same for scripts; see docs/moving-from-cognito.md. */
  code: string;
  text: string;
}

/** What becomes of an item; `refused` only where it was tried. */
export type Outcome = 'create' | 'complete' | 'unchanged' | 'left_out' | 'refused';

/** One line of the report. */
export interface Item {
  kind: 'tenant' | 'connection' | 'application' | 'user';
  /** The name that it has in Cognito. */
  name: string;
  /** Slug of its tenant. */
  tenant?: string;
  outcome: Outcome;
  notes: Note[];
}

export const note = (code: string, text: string): Note => ({ code, text });

/** How many items of each kind come to what. */
export const countItems = (
  items: readonly Item[],
): Record<Item['kind'], Partial<Record<Outcome, number>>> => {
  const counts: ReturnType<typeof countItems> = { tenant: {}, connection: {}, application: {}, user: {} };
  for (const { kind, outcome } of items) counts[kind][outcome] = (counts[kind][outcome] ?? 0) + 1;
  return counts;
};

/** Whether anything is to be done, or was. */
export const changesAnything = (items: readonly Item[]): boolean =>
  items.some(({ outcome }) => outcome === 'create' || outcome === 'complete');
