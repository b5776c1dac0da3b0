import { Box, Stack, Title, VisuallyHidden } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { EmptyState } from '../ui/empty-state.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { AddDomain } from './add-domain.js';
import { DnsHelp } from './dns-help.js';
import { DomainCard } from './domain-card.js';
import { domainsQuery } from './domains.js';

/** Which domains are proved to be the company's, and how to prove one. */
export const DomainsPage = (): JSX.Element => {
  const { t } = useTranslation();
  const tenantId = useTenantId();
  const query = useQuery(domainsQuery(tenantId));
  return (
    <Page title={t('domains.title')} lead={t('domains.lead')}>
      <AddDomain />
      <Box component="section" aria-labelledby="domains-list">
        <VisuallyHidden>
          <Title order={2} id="domains-list">
            {t('domains.list')}
          </Title>
        </VisuallyHidden>
        <Loaded query={query}>
          {(domains) =>
            domains.length === 0 ? (
              <EmptyState
                icon={<IconWorld />}
                title={t('domains.none.title')}
                text={t('domains.none.text')}
              />
            ) : (
              <Stack component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
                {domains.map((domain) => (
                  <DomainCard key={domain.domain} domain={domain} />
                ))}
              </Stack>
            )
          }
        </Loaded>
      </Box>
      <DnsHelp />
    </Page>
  );
};
