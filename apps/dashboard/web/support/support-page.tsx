import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.js';
import { FindTenant } from './find-tenant.js';
import { Requests } from './requests.js';

/** The queue of requests, and the way to any company. */
export const SupportPage = (): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Page title={t('support.title')} lead={t('support.lead')}>
      <FindTenant />
      <Requests />
    </Page>
  );
};
