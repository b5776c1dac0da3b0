import { Text } from '@mantine/core';
import type { Connection } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { coverageQuery, useRemoveConnection, useSetMode } from '../api/sso.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { notify } from '../ui/notices.js';

interface RemoveDialogProps {
  connection: Connection;
  onClose: () => void;
}

const Affected = ({ connectionId }: { connectionId: string }): JSX.Element | null => {
  const { t } = useTranslation();
  const { data } = useQuery(coverageQuery(useTenantId(), connectionId));
  if (data === undefined) return null;
  return <Text>{t('sso.removeAffected', { count: data.activeUsers - data.neverSignedIn })}</Text>;
};

/** A connection that is on is switched off first: that can be taken back. */
const SwitchOff = ({ connection, onClose }: RemoveDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const setMode = useSetMode();
  const { id, name } = connection;
  return (
    <ConfirmDialog
      opened
      title={t('sso.removeTitle', { name })}
      action={t('sso.removeOffInstead')}
      isBusy={setMode.isPending}
      error={setMode.error}
      onClose={onClose}
      onConfirm={() =>
        setMode.mutate(
          { id, mode: 'off' },
          {
            onSuccess: () => {
              notify(t('sso.disabled', { name }));
              onClose();
            },
          },
        )
      }
    >
      <Text>{t('sso.removeOn')}</Text>
      <Affected connectionId={id} />
    </ConfirmDialog>
  );
};

/** Says who is affected before a connection is gone. */
export const RemoveDialog = ({ connection, onClose }: RemoveDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const remove = useRemoveConnection();
  const { id, name, mode } = connection;
  if (mode !== 'off') return <SwitchOff connection={connection} onClose={onClose} />;
  return (
    <ConfirmDialog
      opened
      isDangerous
      title={t('sso.removeTitle', { name })}
      action={t('sso.remove')}
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(id, {
          onSuccess: () => {
            notify(t('sso.removed', { name }));
            onClose();
          },
        })
      }
    >
      <Text>{t('sso.removeText')}</Text>
      {connection.revision > 0 && <Affected connectionId={id} />}
      <Text>{t('sso.removeHint')}</Text>
    </ConfirmDialog>
  );
};
