import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession, useTenantId } from '../api/session.js';
import { userQuery } from '../api/users.js';

/** Who did something, as history names them (`user:<id>`, `machine:<id>`, `set_up:<id>`, `portico`), by name. */
export const useAuthor = (by = ''): string => {
  const { t } = useTranslation();
  const { user } = useSession();
  const tenantId = useTenantId();
  const [kind = '', id = ''] = by.split(':');
  const isOther = kind === 'user' && user !== null && id !== user.id;
  const { data } = useQuery({ ...userQuery(tenantId, id), enabled: isOther });
  const someone = data?.name ?? t('shell.author.someone');
  switch (kind) {
    case 'user':
      return id === user?.id ? t('shell.author.you') : someone;
    case 'set_up':
      return t('shell.author.setUp');
    case 'machine':
      return t('shell.author.machine', { id });
    default:
      return t('shell.author.portico');
  }
};
