import { Alert, Text } from '@mantine/core';
import type { Connection, ConnectionState } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { coverageQuery, useSetMode } from '../api/sso.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { LinkButton } from '../ui/links.js';
import { notify } from '../ui/notices.js';
import { isProved } from './status-of-connection.rules.js';

interface ModeDialogProps {
  asked: 'enable' | 'disable' | 'lower';
  connection: Connection;
  seen: ConnectionState | undefined;
  onClose: () => void;
}

const Coverage = ({ connectionId }: { connectionId: string }): JSX.Element | null => {
  const { t } = useTranslation();
  const { data } = useQuery(coverageQuery(useTenantId(), connectionId));
  if (data === undefined) return null;
  const { activeUsers: active, neverSignedIn: count } = data;
  return (
    <Text>
      <strong>{t('sso.coverage', { count, active })}</strong> {count > 0 && t('sso.coverageHint')}
    </Text>
  );
};

const Untested = ({ connectionId }: { connectionId: string }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Alert color="yellow">
      <Text size="sm" mb="xs">
        {t('sso.untested')}
      </Text>
      <LinkButton
        size="xs"
        variant="default"
        to="/settings/sso/$connectionId"
        params={{ connectionId }}
        search={{ step: 'test' }}
      >
        {t('sso.testFirst')}
      </LinkButton>
    </Alert>
  );
};

const CHANGES = {
  enable: { mode: 'enabled', title: 'sso.enableTitle', action: 'sso.enable', done: 'sso.enabled' },
  disable: { mode: 'off', title: 'sso.disableTitle', action: 'sso.switchOff', done: 'sso.disabled' },
  lower: { mode: 'enabled', title: 'sso.lowerTitle', action: 'sso.stopEnforcing', done: 'sso.lowered' },
} as const;

/** Says what a change of the mode means, and makes it. */
export const ModeDialog = ({ asked, connection, seen, onClose }: ModeDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const setMode = useSetMode();
  const { id, name } = connection;
  const change = CHANGES[asked];
  const confirm = (): void =>
    setMode.mutate(
      { id, mode: change.mode },
      {
        onSuccess: () => {
          notify(t(change.done, { name }));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      opened
      title={t(change.title, { name })}
      action={t(change.action)}
      isDangerous={asked === 'disable'}
      isBusy={setMode.isPending}
      error={setMode.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      {asked === 'enable' && (
        <>
          <Text>{t('sso.enableText')}</Text>
          <Coverage connectionId={id} />
          {seen !== undefined && !isProved(connection, seen) && <Untested connectionId={id} />}
        </>
      )}
      {asked === 'disable' && (
        <Text>{t(connection.mode === 'enforced' ? 'sso.disableEnforcedText' : 'sso.disableText')}</Text>
      )}
      {asked === 'lower' && <Text>{t('sso.lowerText')}</Text>}
    </ConfirmDialog>
  );
};
