import { ActionIcon, Group, Menu, Stack, Text } from '@mantine/core';
import type { Connection, ConnectionState } from '@portico/contracts';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { powersOf, type Powers } from '../app/access.rules.js';
import { useFormats } from '../texts/formats.js';
import { LinkButton, MenuLink } from '../ui/links.js';
import { ConnectionNotes } from './connection-notes.js';
import { StatusBadge } from './status-badge.js';
import { statusOf } from './status-of-connection.rules.js';
import { Toggles } from './toggles.js';

// Asked for by a click, so no part of the first load.
const ModeDialog = lazy(async () => ({ default: (await import('./mode-dialog.js')).ModeDialog }));
const RemoveDialog = lazy(async () => ({ default: (await import('./remove-dialog.js')).RemoveDialog }));

interface ConnectionRowProps {
  connection: Connection;
  /** What the broker has seen of it: undefined while that is not known, null where it has seen nothing. */
  seen: ConnectionState | null | undefined;
}

type Asked = 'enable' | 'disable' | 'lower' | 'remove' | null;

const More = ({
  connection,
  powers,
  onRemove,
}: {
  connection: Connection;
  powers: Powers;
  onRemove: () => void;
}): JSX.Element => {
  const { t } = useTranslation();
  const { id, name } = connection;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('sso.more', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuLink to="/settings/sso/$connectionId/revisions" params={{ connectionId: id }}>
          {t('sso.revisions')}
        </MenuLink>
        {powers.mayAdminister && (
          <Menu.Item c="var(--mantine-color-error)" onClick={onRemove}>
            {t('sso.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};

/** Everything that a click on a toggle may lead to. */
const Dialogs = ({
  asked,
  onClose,
  connection,
  seen,
}: ConnectionRowProps & { asked: Asked; onClose: () => void }): JSX.Element | null => {
  if (asked === null) return null;
  return (
    <Suspense>
      {asked === 'remove' ? (
        <RemoveDialog connection={connection} onClose={onClose} />
      ) : (
        <ModeDialog asked={asked} connection={connection} seen={seen ?? undefined} onClose={onClose} />
      )}
    </Suspense>
  );
};

/** One connection on the card of its provider. */
export const ConnectionRow = ({ connection, seen }: ConnectionRowProps): JSX.Element => {
  const { t } = useTranslation();
  const { relative } = useFormats();
  const navigate = useNavigate();
  const { user, recovery } = useSession();
  const [asked, setAsked] = useState<Asked>(null);
  const powers = powersOf({ roles: user?.roles ?? [], recovery });
  const { id, name, mode, revision } = connection;
  const params = { connectionId: id };
  const known = seen === undefined ? undefined : (seen ?? { failing: null, proof: null, lastSignInAt: null });
  const onEnable = (): void => {
    if (mode !== 'off') setAsked('disable');
    else if (revision === 0) void navigate({ to: '/settings/sso/$connectionId', params });
    else setAsked('enable');
  };
  const onEnforce = (): void => {
    if (mode === 'enforced') setAsked('lower');
    else void navigate({ to: '/settings/sso/$connectionId/enforce', params });
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{name}</Text>
        <StatusBadge status={statusOf(connection, known)} />
      </Group>
      <Toggles
        name={name}
        mode={mode}
        mayEnable={mode === 'off' ? powers.mayAdminister : powers.mayLower}
        mayEnforce={mode === 'enforced' ? powers.mayLower : powers.mayAdminister && mode === 'enabled'}
        onEnable={onEnable}
        onEnforce={onEnforce}
      />
      <ConnectionNotes connection={connection} seen={known} powers={powers} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {known &&
            (known.lastSignInAt === null
              ? t('sso.noSignIn')
              : t('sso.lastSignIn', { when: relative(known.lastSignInAt) }))}
        </Text>
        <Group gap="xs">
          <LinkButton to="/settings/sso/$connectionId" params={params} variant="default">
            {revision === 0 ? t('sso.goOn') : t('sso.settings')}
          </LinkButton>
          <More connection={connection} powers={powers} onRemove={() => setAsked('remove')} />
        </Group>
      </Group>
      <Dialogs asked={asked} connection={connection} seen={seen} onClose={() => setAsked(null)} />
    </Stack>
  );
};
