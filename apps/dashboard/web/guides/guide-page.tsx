import { Group } from '@mantine/core';
import type { Provider } from '@portico/contracts';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { NotFoundPage } from '../app/plain-pages.js';
import { LinkButton } from '../ui/links.js';
import { Page } from '../ui/page.js';
import { PROVIDERS } from '../ui/provider-mark.js';
import { Guide } from './guide.js';

const route = getRouteApi('/frame/guides/$provider');

const isProvider = (text: string): text is Provider => PROVIDERS.some((provider) => provider === text);

/** The guides, one provider at a time. */
export const GuidePage = (): JSX.Element => {
  const { t } = useTranslation();
  const { provider } = route.useParams();
  if (!isProvider(provider)) return <NotFoundPage />;
  return (
    <Page title={t('setUp.guideFor', { provider: t(`sso.provider.${provider}`) })}>
      <Group gap="xs" component="nav" aria-label={t('shell.nav.guides')}>
        {PROVIDERS.map((one) => (
          <LinkButton
            key={one}
            size="xs"
            variant={one === provider ? 'filled' : 'default'}
            to="/guides/$provider"
            params={{ provider: one }}
            aria-current={one === provider ? 'page' : undefined}
          >
            {t(`sso.provider.${one}`)}
          </LinkButton>
        ))}
      </Group>
      <Guide provider={provider} />
    </Page>
  );
};
