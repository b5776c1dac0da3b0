import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoLive } from '../api/set-up.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { notify } from '../ui/notices.js';
import type { StepProps } from './set-up.js';

/** Says that saved values are not in use yet, and how they come into use. */
export const PendingBanner = ({ connection, powers, onStep }: StepProps): JSX.Element | null => {
  const { t } = useTranslation();
  const goLive = useGoLive(connection.id);
  const [isAsking, setIsAsking] = useState(false);
  const { pendingRevision: revision, mode, name } = connection;
  if (revision === null) return null;
  const confirm = (): void =>
    goLive.mutate(revision, {
      onSuccess: () => {
        notify(t('sso.wentLive'));
        setIsAsking(false);
      },
    });
  return (
    <Alert color="yellow" icon={<IconClock aria-hidden />} title={t('setUp.pending.title')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('setUp.pending.text', { revision, live: connection.revision })}</Text>
        {mode === 'enforced' && <Text size="sm">{t('setUp.pending.enforced')}</Text>}
        <Group>
          <Button size="xs" onClick={() => onStep('test')}>
            {t('setUp.pending.test')}
          </Button>
          {mode === 'enabled' && powers.mayLower && (
            <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
              {t('sso.goLive')}
            </Button>
          )}
        </Group>
      </Stack>
      <ConfirmDialog
        opened={isAsking}
        title={t('sso.goLiveTitle')}
        action={t('sso.goLive')}
        isBusy={goLive.isPending}
        error={goLive.error}
        onClose={() => setIsAsking(false)}
        onConfirm={confirm}
      >
        <Text>{t('sso.goLiveText', { name })}</Text>
      </ConfirmDialog>
    </Alert>
  );
};
