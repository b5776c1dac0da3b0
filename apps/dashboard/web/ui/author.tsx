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
  const isOneself = id === user?.id;
  const isKnown = kind === 'user' && !isOneself && user !== null;
  const { data } = useQuery({ ...userQuery(tenantId, id), enabled: isKnown });
  switch (kind) {
    case 'user':
      return isOneself ? t('shell.author.you') : (data?.name ?? t('shell.author.someone'));
    case 'set_up':
      return t('shell.author.setUp');
    case 'machine':
      return t('shell.author.machine', { id });
    default:
      return t('shell.author.portico');
  }
};

/** The same as text of its own. */
export const Author = ({ by }: { by: string }): string => useAuthor(by);
