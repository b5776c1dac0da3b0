import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { User } from '@portico/contracts';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { useUpdateUser } from './users.js';

/** Whether the user may sign in at all, and the switch for it. */
export const UserAccess = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const update = useUpdateUser();
  const isActive = user.status === 'active';
  const isOneself = useSession().user?.id === user.id;
  const { name } = user;
  const set = (status: User['status']): void =>
    update.mutate(
      { id: user.id, status },
      {
        onSuccess: () => {
          setAsking(false);
          notify(t(status === 'active' ? 'users.detail.activated' : 'users.detail.deactivated', { name }));
        },
      },
    );
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('users.detail.access')}
      </Title>
      <Text size="sm">{t(isActive ? 'users.detail.activeText' : 'users.detail.deactivatedText')}</Text>
      {isOneself && <Text size="sm">{t('users.detail.notYourself')}</Text>}
      {update.error && !isAsking && <ProblemView error={update.error} />}
      <Group>
        {isOneself ? null : isActive ? (
          <Button variant="light" color="red" onClick={() => setAsking(true)}>
            {t('users.detail.deactivate')}
          </Button>
        ) : (
          <Button variant="default" loading={update.isPending} onClick={() => set('active')}>
            {t('users.detail.activate')}
          </Button>
        )}
      </Group>
      <ConfirmDialog
        opened={isAsking}
        title={t('users.detail.deactivateTitle', { name })}
        action={t('users.detail.deactivate')}
        isDangerous
        isBusy={update.isPending}
        error={update.error}
        onClose={() => {
          setAsking(false);
          update.reset();
        }}
        onConfirm={() => set('deactivated')}
      >
        <Text>{t('users.detail.deactivateText', { name })}</Text>
      </ConfirmDialog>
    </Stack>
  );
};
