import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.js';

export const SupportPage = (): JSX.Element => {
  const { t } = useTranslation();
  return <Page title={t('shell.nav.support')}>{null}</Page>;
};
