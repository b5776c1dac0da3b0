import { AppError, type UserSnapshot } from '@portico/contracts';
import { type Decision, decide, type DecisionInput } from '@portico/policy';
import type { KnownSettings } from './settings.store.js';

/** Whom an application admits: the tenants and the connections, null for all of them. */
export interface Admission {
  tenantIds: string[] | null;
  connectionIds: string[] | null;
}

/** For what is decided whatever the application. */
export const ANY_APPLICATION: Admission = { tenantIds: null, connectionIds: null };

/** What a door knows when it asks for a decision. */
export interface DecisionRequest {
  known: KnownSettings;
  application: Admission;
  method: DecisionInput['method'];
  purpose: DecisionInput['purpose'];
  user?: UserSnapshot;
}

/** The one decision, from the projection's row and the database's age of it. */
export const toDecision = ({ known, application, user, method, purpose }: DecisionRequest): Decision =>
  decide({
    tenant: {
      ...known.settings,
      connections: [...known.settings.connections, ...known.settings.unusable],
      settingsVersion: known.settings.version,
      ageSeconds: known.ageSeconds,
    },
    user,
    application,
    method,
    purpose,
    now: known.now,
  });

/** Refuses with the decision's code what is not allowed. */
export const checkAllowed = (request: DecisionRequest): void => {
  const { allowed, code, rule } = toDecision(request);
  if (!allowed) throw new AppError(code ?? 'internal_error', { detail: `rule ${rule}` });
};
