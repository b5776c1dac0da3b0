import { Badge, Breadcrumbs, Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { Connection, ConnectionRevision } from '@portico/contracts';
import { IconHistory } from '@tabler/icons-react';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.js';
import { useSession, useTenantId } from '../api/session.js';
import { connectionPath, connectionQuery, revisionsQuery, useKeepConnection } from '../api/sso.js';
import { powersOf } from '../app/access.rules.js';
import { useFormats } from '../texts/formats.js';
import { useAuthor } from '../ui/author.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { EmptyState } from '../ui/empty-state.js';
import { LinkButton, PageLink } from '../ui/links.js';
import { notify } from '../ui/notices.js';
import { Page } from '../ui/page.js';
import { Compare } from './compare.js';

const route = getRouteApi('/frame/signed-in/settings/settings/sso/$connectionId/revisions');

const COLORS = { live: 'green', pending: 'yellow', superseded: 'gray' } as const;

const RestoreDialog = ({
  connection,
  revision,
  onClose,
}: {
  connection: Connection;
  revision: number;
  onClose: () => void;
}): JSX.Element => {
  const { t } = useTranslation();
  const tenantId = useTenantId();
  const keep = useKeepConnection();
  const restore = useMutation({
    mutationFn: () =>
      call<Connection>(`${connectionPath(tenantId, connection.id)}/revisions/${revision}/restore`, {
        method: 'POST',
      }),
    onSuccess: (now) => {
      keep(now);
      notify(t('revisions.restored', { revision }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t('revisions.restoreTitle', { revision })}
      action={t('revisions.restore')}
      isBusy={restore.isPending}
      error={restore.error}
      onClose={onClose}
      onConfirm={() => restore.mutate()}
    >
      <Text>{t(connection.mode === 'off' ? 'revisions.restoreOff' : 'revisions.restoreOn')}</Text>
    </ConfirmDialog>
  );
};

/** What a save changed, in words; a secret only as "replaced". */
const useChanged = (): ((changed: readonly string[]) => string) => {
  const { t, i18n } = useTranslation();
  const { list } = useFormats();
  return (changed) =>
    list(
      changed.map((field) => {
        if (field === 'clientSecret') return t('revisions.secretReplaced');
        const key = `revisions.fields.${field}`;
        return i18n.exists(key) ? t(key as 'revisions.fields.issuer') : field;
      }),
    );
};

const Row = ({
  revision: saved,
  mayRestore,
  onRestore,
}: {
  revision: ConnectionRevision;
  mayRestore: boolean;
  onRestore: () => void;
}): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const changed = useChanged();
  const who = useAuthor(saved.savedBy);
  const { revision, status } = saved;
  return (
    <Paper withBorder p="md" component="li">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} flex="1 1 16rem">
          <Group gap="xs">
            <Text fw={600}>{t('revisions.revision', { revision })}</Text>
            <Badge variant="light" color={COLORS[status]} tt="none">
              {t(`revisions.status.${status}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t('revisions.by', { when: dateTime(saved.savedAt), who })}
          </Text>
          <Text size="sm">
            {saved.revision === 1 || saved.changed.length === 0
              ? t('revisions.first')
              : t('revisions.changed', { list: changed(saved.changed) })}
          </Text>
        </Stack>
        {mayRestore && status === 'superseded' && (
          <Button
            size="xs"
            variant="default"
            aria-label={t('revisions.restoreNamed', { revision })}
            onClick={onRestore}
          >
            {t('revisions.restore')}
          </Button>
        )}
      </Group>
    </Paper>
  );
};

/** Every save of a connection's values. */
export const RevisionsPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { connectionId } = route.useParams();
  const tenantId = useTenantId();
  const { user, recovery } = useSession();
  const { data: connection } = useSuspenseQuery(connectionQuery(tenantId, connectionId));
  const { data: revisions } = useSuspenseQuery(revisionsQuery(tenantId, connectionId));
  const [restored, setRestored] = useState<number | null>(null);
  const { mayMend } = powersOf({ roles: user?.roles ?? [], recovery });
  const { name } = connection;
  return (
    <Page
      title={t('revisions.title', { name })}
      lead={t('revisions.lead')}
      above={
        <Breadcrumbs mb={4}>
          <PageLink to="/settings/sso">{t('setUp.back')}</PageLink>
          <PageLink to="/settings/sso/$connectionId" params={{ connectionId }}>
            {name}
          </PageLink>
        </Breadcrumbs>
      }
    >
      {revisions.length === 0 && (
        <EmptyState icon={<IconHistory />} title={t('revisions.none')} text={t('revisions.noneText')}>
          <LinkButton
            to="/settings/sso/$connectionId"
            params={{ connectionId }}
            search={{ step: 'enter_values' }}
          >
            {t('revisions.goToValues')}
          </LinkButton>
        </EmptyState>
      )}
      {revisions.length > 1 && <Compare revisions={revisions} />}
      <Stack component="ul" gap="sm" p={0} m={0}>
        {revisions.map((revision) => (
          <Row
            key={revision.revision}
            revision={revision}
            mayRestore={mayMend}
            onRestore={() => setRestored(revision.revision)}
          />
        ))}
      </Stack>
      {restored !== null && (
        <RestoreDialog connection={connection} revision={restored} onClose={() => setRestored(null)} />
      )}
    </Page>
  );
};
