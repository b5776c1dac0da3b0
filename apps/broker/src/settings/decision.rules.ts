import { AppError, DEFAULT_SECOND_FACTOR, type SecondFactor, type UserSnapshot } from '@portico/contracts';
import { type Decision, decide, type DecisionInput } from '@portico/policy';
import type { KnownSettings } from './settings.store.js';

/** Whom an application admits: the tenants and the connections, null for all of them. */
export interface Admission {
  tenantIds: string[] | null;
  connectionIds: string[] | null;
  /** Whether somebody may be in it by a recovery code; nobody where nothing is said. */
  mayMendSso?: boolean;
}

/** For what is decided whatever the application. */
export const ANY_APPLICATION: Admission = { tenantIds: null, connectionIds: null, mayMendSso: true };

/** What a door knows when it asks for a decision. */
export interface DecisionRequest {
  known: KnownSettings;
  application: Admission;
  method: DecisionInput['method'];
  purpose: DecisionInput['purpose'];
  proof: DecisionInput['proof'];
  user?: UserSnapshot;
}

/** The one decision, from the projection's row and the database's age of it. */
export const toDecision = ({ known, application, user, method, purpose, proof }: DecisionRequest): Decision =>
  decide({
    tenant: {
      ...known.settings,
      connections: [...known.settings.connections, ...known.settings.unusable],
      secondFactor: secondFactorOf(known.settings),
      settingsVersion: known.settings.version,
      ageSeconds: known.ageSeconds,
    },
    user,
    application,
    method,
    purpose,
    proof,
    now: known.now,
  });

/** Refuses with the decision's code what is not allowed. */
export const checkAllowed = (request: DecisionRequest): void => {
  const { allowed, code, rule } = toDecision(request);
  if (!allowed) throw new AppError(code ?? 'internal_error', { detail: `rule ${rule}` });
};

/** A document that the release before has stored does not say. */
const secondFactorOf = ({ secondFactor }: { secondFactor?: SecondFactor }): SecondFactor =>
  secondFactor ?? DEFAULT_SECOND_FACTOR;
