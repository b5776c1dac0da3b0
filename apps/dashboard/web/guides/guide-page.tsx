import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.js';

export const GuidePage = (): JSX.Element => {
  const { t } = useTranslation();
  return <Page title={t('shell.nav.guides')}>{null}</Page>;
};
