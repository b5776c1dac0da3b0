import { AppError, type ImportedUser } from '@portico/contracts';
import { readNormalEmail } from '../users/user.rules.js';
import type { KnownUser } from './plan-import.rules.js';

/** The users whom some lines may mean, kept as the lines change them. */
export interface Directory {
  /**
   * Whom a line means: the user with its id, else with its external id, else with its address. Refuses
   * `user_ambiguous` for an address of two, and `request_invalid` where the user found has another id.
   */
  find: (wanted: Pick<ImportedUser, 'id' | 'externalId' | 'email'>) => KnownUser | undefined;
  /** Refuses `external_id_taken` where another user has it. */
  checkExternalId: (user: KnownUser) => void;
  put: (user: KnownUser) => void;
  list: (ids: ReadonlySet<string>) => KnownUser[];
}

export const directoryOf = (known: readonly KnownUser[]): Directory => {
  const byId = new Map<string, KnownUser>();
  const byExternalId = new Map<string, string>();
  const byEmail = new Map<string, Set<string>>();

  const remove = ({ id, externalId, emailNormal }: KnownUser): void => {
    if (externalId !== null) byExternalId.delete(externalId);
    byEmail.get(emailNormal)?.delete(id);
  };
  const put = (user: KnownUser): void => {
    const before = byId.get(user.id);
    if (before) remove(before);
    byId.set(user.id, user);
    if (user.externalId !== null) byExternalId.set(user.externalId, user.id);
    byEmail.set(user.emailNormal, (byEmail.get(user.emailNormal) ?? new Set()).add(user.id));
  };
  const findId = ({ id, externalId, email }: Parameters<Directory['find']>[0]): string | undefined => {
    if (id !== undefined && byId.has(id)) return id;
    const external = externalId === null ? undefined : byExternalId.get(externalId);
    if (external !== undefined) return external;
    const [only, ...others] = byEmail.get(readNormalEmail(email)) ?? [];
    if (others.length > 0) throw new AppError('user_ambiguous');
    return only;
  };
  known.forEach(put);

  return {
    find: (wanted) => {
      const id = findId(wanted);
      if (id !== undefined && wanted.id !== undefined && id !== wanted.id)
        throw new AppError('request_invalid', {
          fields: [
            { pointer: '/id', message: 'is not the one of the user with this external id or address' },
          ],
        });
      return id === undefined ? undefined : byId.get(id);
    },
    checkExternalId: ({ id, externalId }) => {
      const holder = externalId === null ? undefined : byExternalId.get(externalId);
      if (holder !== undefined && holder !== id) throw new AppError('external_id_taken');
    },
    put,
    list: (ids) => [...ids].flatMap((id) => byId.get(id) ?? []),
  };
};
