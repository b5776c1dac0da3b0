import type { DecisionInput } from '@portico/policy';
import type { Session } from './session.store.js';

/** By what a session was begun, as a decision takes it. */
export const methodOf = ({
  method,
  connectionId,
}: Pick<Session, 'method' | 'connectionId'>): DecisionInput['method'] => {
  if (connectionId !== null) return { connectionId };
  return method === 'recovery' ? 'recovery' : 'password';
};
