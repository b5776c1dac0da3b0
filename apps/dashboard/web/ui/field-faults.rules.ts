import type { Fault } from '../api/refusal.js';

/** The field that a JSON pointer leads to, at whatever depth below it the fault is: `/scopes/2` is of `scopes`. */
export const fieldOf = (pointer: string): string =>
  (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

/** The first fault of each of the fields; what belongs to no field of the form is left over. */
export const toFieldFaults = <F extends string>(
  faults: readonly Fault[],
  fields: readonly F[],
): { byField: Partial<Record<F, Fault>>; others: Fault[] } => {
  const byField: Partial<Record<F, Fault>> = {};
  const others: Fault[] = [];
  for (const fault of faults) {
    const field = fields.find((name) => name === fieldOf(fault.pointer));
    if (field === undefined) others.push(fault);
    else byField[field] ??= fault;
  }
  return { byField, others };
};
