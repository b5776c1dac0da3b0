import { Badge } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import type { ConnectionStatus } from './status-of-connection.rules.js';

const COLORS: Record<ConnectionStatus['status'], string> = {
  not_set_up: 'gray',
  off: 'gray',
  not_tested: 'yellow',
  active: 'green',
  enforced: 'portico',
  failing: 'red',
};

/** How a connection is, in a word and a colour. */
export const StatusBadge = ({ status }: { status: ConnectionStatus }): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const since = status.status === 'failing' ? dateTime(status.since) : '';
  return (
    <Badge variant="light" color={COLORS[status.status]} tt="none" size="lg" maw="100%">
      {t(`sso.status.${status.status}`, { since })}
    </Badge>
  );
};
