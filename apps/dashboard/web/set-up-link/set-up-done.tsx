import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/session.js';
import { connectionQuery } from '../api/sso.js';
import { Page } from '../ui/page.js';

interface SetUpDoneProps {
  setUp: NonNullable<Session['setUp']>;
  onBack: () => void;
}

/** The end of what a set-up link is for: the rest is the administrators'. */
export const SetUpDone = ({ setUp, onBack }: SetUpDoneProps): JSX.Element => {
  const { t } = useTranslation();
  const { connection, tenant } = setUp;
  const { data } = useQuery(connectionQuery(tenant.id, connection.id));
  return (
    <Page title={t('setUpLink.start.doneTitle')}>
      <Alert color="teal" icon={<IconCheck aria-hidden />} role="note">
        <Stack gap="sm">
          <Text>{t('setUpLink.start.done', { tenant: tenant.name, connection: connection.name })}</Text>
          {data !== undefined && data.pendingRevision !== null && <Text>{t('setUpLink.start.pending')}</Text>}
          <Text>{t('setUpLink.start.notTested')}</Text>
        </Stack>
      </Alert>
      <Group>
        <Button variant="default" onClick={onBack}>
          {t('shell.back')}
        </Button>
      </Group>
    </Page>
  );
};
