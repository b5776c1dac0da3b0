import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { User } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { useSendPasswordLink } from './users.js';

/** Whether the user has a password, and the way to a new one. */
export const UserPassword = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const send = useSendPasswordLink();
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('users.detail.password')}
      </Title>
      <Text size="sm">{t(user.passwordSet ? 'users.detail.passwordSet' : 'users.detail.noPassword')}</Text>
      {send.error && <ProblemView error={send.error} />}
      <Group>
        <Button
          variant="default"
          loading={send.isPending}
          onClick={() =>
            send.mutate(user.id, {
              onSuccess: () => notify(t('users.detail.linkSent', { email: user.email })),
            })
          }
        >
          {t('users.detail.sendLink')}
        </Button>
      </Group>
    </Stack>
  );
};
