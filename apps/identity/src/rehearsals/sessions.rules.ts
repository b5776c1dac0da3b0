import type { CountSessions, Rehearsal } from '@portico/contracts';
import { decide, type DecisionInput } from '@portico/policy';
import type { z } from 'zod';
import type { Rehearsing } from './rehearse.rules.js';

type Counts = z.infer<typeof CountSessions.reply>['counts'];

/** Only an administrator has a recovery session. */
const ADMIN: DecisionInput['user'] = { userId: '', status: 'active', roles: ['tenant_admin'] };

/** Which live sessions go on by their own method; those of exempted users go on besides, and are counted as ended. */
export const sortSessions = (counts: Counts, { decision }: Rehearsing): Rehearsal['sessions'] => {
  const sum = (some: Counts): number => some.reduce((total, { count }) => total + count, 0);
  const isKept = ({ method, connectionId }: Counts[number]): boolean => {
    if (method === 'sso')
      return connectionId !== null && decide({ ...decision, method: { connectionId } }).allowed;
    return decide({ ...decision, method, user: method === 'recovery' ? ADMIN : undefined }).allowed;
  };
  return {
    kept: sum(counts.filter(isKept)),
    ended: sum(counts.filter((each) => !isKept(each))),
  };
};
