import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Connection, RevisionList } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.js';
import { useTenantId } from '../api/session.js';
import { connectionPath, useKeepConnection } from '../api/sso.js';
import { useFormats } from '../texts/formats.js';
import { useAuthor } from '../ui/author.js';
import { Loading } from '../ui/loading.js';
import { ProblemView } from '../ui/problem-view.js';
import { newestOf, type Base } from './use-values-form.js';
import classes from './set-up.module.css';
import { changedFields, rebase, toForm, type FormField, type FormValues } from './values.rules.js';

interface ConflictDialogProps {
  connection: Connection;
  mine: FormValues;
  /** What both began with. */
  before: FormValues;
  /** What to go on with, and what it is compared with from now on. */
  onChosen: (next: FormValues, theirs: Base) => void;
}

const LABELS = {
  name: 'setUp.values.name',
  clientId: 'setUp.values.clientId',
  clientSecret: 'setUp.values.clientSecret',
  discoveryUrl: 'setUp.values.discoveryUrl',
  userinfoMethod: 'setUp.values.method',
  secretExpiresOn: 'setUp.values.secretEnds',
  scopes: 'setUp.values.scopes',
  emailClaim: 'setUp.values.emailClaim',
  tokenAuth: 'setUp.values.tokenAuth',
  issuesOwnAddressesOnly: 'setUp.values.ownAddresses',
} as const satisfies Record<FormField, unknown>;

/** What was saved meanwhile; the pages keep the connection that they know until one has chosen. */
const useTheirs = (connection: Connection) => {
  const tenantId = useTenantId();
  const path = connectionPath(tenantId, connection.id);
  return useQuery({
    queryKey: ['conflict', tenantId, connection.id],
    queryFn: async ({ signal }) => {
      const [now, { revisions }] = await Promise.all([
        call<Connection>(path, { signal }),
        call<RevisionList>(`${path}/revisions`, { signal }),
      ]);
      return { connection: now, revisions };
    },
    gcTime: 0,
    staleTime: 0,
  });
};

const Rows = ({
  mine,
  before,
  theirs,
}: {
  mine: FormValues;
  before: FormValues;
  theirs: FormValues;
}): JSX.Element => {
  const { t } = useTranslation();
  const fields = [...new Set([...changedFields(theirs, before), ...changedFields(mine, before)])];
  const shown = (form: FormValues, field: FormField): string => {
    const value = form[field];
    if (field === 'clientSecret') return value === '' ? '–' : t('setUp.conflict.secret');
    if (typeof value === 'boolean') return t(value ? 'shell.on' : 'shell.off');
    return value === '' ? '–' : value;
  };
  return (
    <table className={`${classes['table']} ${classes['stacks']}`}>
      <thead>
        <tr>
          <th scope="col">{t('setUp.conflict.field')}</th>
          <th scope="col">{t('setUp.conflict.before')}</th>
          <th scope="col">{t('setUp.conflict.theirs')}</th>
          <th scope="col">{t('setUp.conflict.yours')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{t(LABELS[field])}</th>
            <td>{shown(before, field)}</td>
            <td>{shown(theirs, field)}</td>
            <td>{mine[field] === before[field] ? t('setUp.conflict.same') : shown(mine, field)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** When two save at once: what the other one changed, and with which one goes on. */
export const ConflictDialog = ({ connection, mine, before, onChosen }: ConflictDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const keep = useKeepConnection();
  const { data: fresh, error } = useTheirs(connection);
  const newest = fresh?.revisions[0];
  const who = useAuthor(newest?.savedBy);
  const theirs = fresh && toForm(fresh.connection.name, newestOf(fresh.connection, fresh.revisions));
  const choose = (next: FormValues): void => {
    if (fresh === undefined || theirs === undefined) return;
    keep(fresh.connection);
    const { revision, pendingRevision } = fresh.connection;
    onChosen(next, { saved: theirs, revision: pendingRevision ?? revision });
  };
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      size="lg"
      title={t('setUp.conflict.title')}
    >
      {error !== null && <ProblemView error={error} />}
      {theirs === undefined && error === null && <Loading rows={1} />}
      {theirs !== undefined && (
        <Stack>
          <Text>
            {newest === undefined
              ? t('setUp.conflict.textUnknown')
              : t('setUp.conflict.text', { who, when: dateTime(newest.savedAt) })}
          </Text>
          <Rows mine={mine} before={before} theirs={theirs} />
          <Text size="sm" c="dimmed">
            {t('setUp.conflict.hint')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => choose(theirs)}>
              {t('setUp.conflict.takeTheirs')}
            </Button>
            <Button onClick={() => choose(rebase(mine, before, theirs))}>
              {t('setUp.conflict.keepMine')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
};
