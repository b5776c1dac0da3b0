import type { User } from '@portico/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call, identity } from '../api/call.js';
import { useSession, useTenantId } from '../api/session.js';

const userQuery = (tenantId: string, userId: string) =>
  queryOptions({
    queryKey: ['user', tenantId, userId],
    queryFn: ({ signal }) => call<User>(identity(`/tenants/${tenantId}/users/${userId}`), { signal }),
    staleTime: 5 * 60_000,
  });

/** Who did something, as history names them (`user:<id>`, `machine:<id>`, `set_up:<id>`, `portico`), by name. */
export const useAuthor = (by: string | undefined): string => {
  const { t } = useTranslation();
  const { user } = useSession();
  const tenantId = useTenantId();
  const [kind = '', id = ''] = (by ?? '').split(':');
  const isOther = kind === 'user' && id !== user?.id;
  const { data } = useQuery({ ...userQuery(tenantId, id), enabled: isOther && user !== null });
  if (kind === 'user' && id === user?.id) return t('shell.author.you');
  if (kind === 'user') return data?.name ?? t('shell.author.someone');
  if (kind === 'set_up') return t('shell.author.setUp');
  return kind === 'machine' ? t('shell.author.machine', { id }) : t('shell.author.portico');
};

/** The same as text of its own. */
export const Author = ({ by }: { by: string }): string => useAuthor(by);
