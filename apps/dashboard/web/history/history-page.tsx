import { Group, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ssoQuery } from '../api/sso.js';
import { useSession, useTenantId } from '../api/session.js';
import { Page } from '../ui/page.js';
import { HistoryList } from './history-list.js';

/** Who did what to the company's single sign-on. */
export const HistoryPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { tenant } = useSession();
  const tenantId = useTenantId();
  const [connectionId, setConnectionId] = useState('');
  const connections = useQuery(ssoQuery(tenantId)).data?.connections ?? [];
  return (
    <Page title={t('history.title')} lead={t('history.lead', { tenant: tenant?.name ?? '' })}>
      {connections.length > 0 && (
        <Group>
          <NativeSelect
            label={t('history.filter.label')}
            value={connectionId}
            onChange={({ currentTarget }) => setConnectionId(currentTarget.value)}
            data={[
              { value: '', label: t('history.filter.everything') },
              ...connections.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Group>
      )}
      <HistoryList tenantId={tenantId} connectionId={connectionId || null} connections={connections} />
    </Page>
  );
};
