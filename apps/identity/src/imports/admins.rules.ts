import { AppError } from '@portico/contracts';
import { isActiveAdmin, type Profile } from '../users/user.rules.js';

/** How many active administrators are left, kept as lines change users. */
export interface Admins {
  /** Refuses a change that would take the last one (`last_admin`). */
  check: (before: Profile, after: Profile) => void;
  put: (before: Profile | undefined, after: Profile) => void;
}

export const adminsOf = (atFirst: number): Admins => {
  let left = atFirst;
  const change = (before: Profile | undefined, after: Profile): number =>
    Number(isActiveAdmin(after)) - Number(before !== undefined && isActiveAdmin(before));
  return {
    check: (before, after) => {
      if (change(before, after) < 0 && left <= 1) throw new AppError('last_admin');
    },
    put: (before, after) => {
      left += change(before, after);
    },
  };
};
