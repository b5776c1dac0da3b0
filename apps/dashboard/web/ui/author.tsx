import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession, useTenantId } from '../api/session.js';
import { userQuery } from '../api/users.js';

/** A user by name; oneself as "you". */
const useUserName = (userId: string): string => {
  const { t } = useTranslation();
  const { user } = useSession();
  const isOther = userId !== '' && user !== null && userId !== user.id;
  const { data } = useQuery({ ...userQuery(useTenantId(), userId), enabled: isOther });
  if (user !== null && userId === user.id) return t('shell.author.you');
  return data?.name ?? t('shell.author.someone');
};

/** Who did something, as history names them (`user:<id>`, `machine:<id>`, `set_up:<id>`, `portico`), by name. */
export const useAuthor = (by = ''): string => {
  const { t } = useTranslation();
  const [kind = '', id = ''] = by.split(':');
  const name = useUserName(kind === 'user' ? id : '');
  switch (kind) {
    case 'user':
      return name;
    case 'set_up':
      return t('shell.author.setUp');
    case 'machine':
      return t('shell.author.machine', { id });
    default:
      return t('shell.author.portico');
  }
};
