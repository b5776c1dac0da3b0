import type { FieldFault, Scope } from '@portico/contracts';

/** An application hands out no scope that it has not itself; else one that may register others may do everything. */
export const findScopeFaults = (
  wanted: readonly Scope[],
  had: readonly Scope[],
  handedOutBy: readonly Scope[],
): FieldFault[] =>
  wanted.flatMap((scope, index) =>
    had.includes(scope) || handedOutBy.includes(scope)
      ? []
      : [{ pointer: `/apiScopes/${String(index)}`, message: 'is not a scope of the application that asks' }],
  );
