import { Alert } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { Page } from '../ui/page.js';
import { AdminCodes } from './admin-codes.js';
import { MyCodes } from './my-codes.js';
import { RecoveryUse } from './recovery-use.js';

/** The codes by which administrators get in when the identity provider fails. */
export const RecoveryPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { recovery } = useSession();
  return (
    <Page title={t('recovery.title')} lead={t('recovery.lead')}>
      {recovery ? (
        <Alert title={t('recovery.limited.title')} role="note">
          {t('recovery.limited.text')}
        </Alert>
      ) : (
        <MyCodes />
      )}
      <RecoveryUse />
      <AdminCodes />
    </Page>
  );
};
