import { Button, Group, Stack, Text } from '@mantine/core';
import type { Connection, Mode } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { notify } from '../ui/notices.js';
import { breakGlassQuery, isOpenFor, useLowerMode } from './support.js';

const LOWER: Record<Mode, readonly Exclude<Mode, 'enforced'>[]> = {
  off: [],
  enabled: ['off'],
  enforced: ['enabled', 'off'],
};

/** What an operator may do to a connection while a break-glass of their own is open: lower its mode. */
export const LowerMode = ({ connection }: { connection: Connection }): JSX.Element | null => {
  const { t } = useTranslation();
  const { user } = useSession();
  const { data = [] } = useQuery(breakGlassQuery(connection.tenantId));
  const [asked, setAsked] = useState<Exclude<Mode, 'enforced'> | null>(null);
  const lower = useLowerMode(connection.tenantId);
  const modes = LOWER[connection.mode];
  if (modes.length === 0 || !data.some((glass) => isOpenFor(glass, user?.id))) return null;
  const close = (): void => {
    setAsked(null);
    lower.reset();
  };
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('support.glass.mend')}
      </Text>
      <Group>
        {modes.map((mode) => (
          <Button key={mode} size="xs" variant="light" color="red" onClick={() => setAsked(mode)}>
            {t(`support.glass.lower.${mode}`)}
          </Button>
        ))}
      </Group>
      <ConfirmDialog
        opened={asked !== null}
        title={t(`support.glass.lower.${asked ?? 'off'}`)}
        action={t(`support.glass.lower.${asked ?? 'off'}`)}
        isDangerous
        isBusy={lower.isPending}
        error={lower.error}
        onClose={close}
        onConfirm={() =>
          lower.mutate(
            { connectionId: connection.id, mode: asked ?? 'off' },
            {
              onSuccess: () => {
                close();
                notify(t('support.tenant.switched'));
              },
            },
          )
        }
      >
        <Text>{t(`support.glass.lowerText.${asked ?? 'off'}`, { connection: connection.name })}</Text>
      </ConfirmDialog>
    </Stack>
  );
};
