import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.js';

export const SsoPage = (): JSX.Element => {
  const { t } = useTranslation();
  return <Page title={t('shell.nav.sso')}>{null}</Page>;
};
