import { Paper, Stack, Text } from '@mantine/core';
import type { SsoSettings } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ssoQuery } from '../api/sso.js';
import { stateOf } from '../domains/domain-state.rules.js';
import { HistoryList } from '../history/history-list.js';
import { PageLink } from '../ui/links.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { PageLoading } from '../ui/loading.js';
import { BreakGlassPanel } from './break-glass-panel.js';
import { Section } from './section.js';
import { TenantConnections } from './tenant-connections.js';
import { TenantFacts } from './tenant-facts.js';

/** How a company's single sign-on stands, read only. */
export const SupportTenantPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { tenantId = '' } = useParams({ strict: false });
  const query = useQuery(ssoQuery(tenantId));
  return (
    <Loaded query={query} waiting={<PageLoading />}>
      {(settings) => (
        <Page
          title={settings.tenant.name}
          lead={t('support.tenant.lead', { tenant: settings.tenant.name })}
          above={<PageLink to="/support">← {t('support.tenant.back')}</PageLink>}
        >
          <TenantFacts tenant={settings.tenant} />
          <TenantConnections tenantId={tenantId} connections={settings.connections} />
          <Domains domains={settings.domains} />
          <BreakGlassPanel tenant={settings.tenant} />
          <Section id="tenant-history" title={t('support.tenant.history')}>
            <HistoryList tenantId={tenantId} connectionId={null} connections={settings.connections} />
          </Section>
        </Page>
      )}
    </Loaded>
  );
};

const Domains = ({ domains }: Pick<SsoSettings, 'domains'>): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Section id="tenant-domains" title={t('support.tenant.domains')}>
      <Paper withBorder p="md">
        {domains.length === 0 && <Text>{t('support.tenant.noDomains')}</Text>}
        <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
          {domains.map((domain) => (
            <li key={domain.domain}>
              <b>{domain.domain}</b> · {t(`domains.state.${stateOf(domain, Date.now()).state}`)}
            </li>
          ))}
        </Stack>
      </Paper>
    </Section>
  );
};
