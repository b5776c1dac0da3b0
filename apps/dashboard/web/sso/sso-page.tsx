import { SimpleGrid } from '@mantine/core';
import type { Provider } from '@portico/contracts';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ssoQuery, statesQuery } from '../api/sso.js';
import { useSession, useTenantId } from '../api/session.js';
import { Page } from '../ui/page.js';
import { PROVIDERS } from '../ui/provider-mark.js';
import { ProviderCard } from './provider-card.js';

/** Account -> Settings -> Single Sign-on. */
export const SsoPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { tenant } = useSession();
  const tenantId = useTenantId();
  const { data: settings } = useSuspenseQuery(ssoQuery(tenantId));
  // The page stands without it: badges then tell the mode alone.
  const { data: states } = useQuery(statesQuery(tenantId));
  const of = (provider: Provider) => settings.connections.filter((one) => one.provider === provider);
  return (
    <Page title={t('sso.title')} lead={t('sso.lead', { tenant: tenant?.name ?? settings.tenant.name })}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        {PROVIDERS.map((provider) => (
          <ProviderCard
            key={provider}
            provider={provider}
            connections={of(provider)}
            states={states}
            isUnlistedOn={settings.tenant.unlistedProvider}
          />
        ))}
      </SimpleGrid>
    </Page>
  );
};
