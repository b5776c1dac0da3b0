import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { IdentityLink, User } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Loaded } from '../ui/loaded.js';
import { Loading } from '../ui/loading.js';
import { notify } from '../ui/notices.js';
import { useConnectionNames } from './user-facts.js';
import { linksQuery, useReleaseLink } from './users.js';

/** The accounts at providers that are this user, each of which can be released. */
export const UserLinkList = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const query = useQuery(linksQuery(useTenantId(), user.id));
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('users.detail.links')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('users.detail.linksHelp')}
      </Text>
      <Loaded query={query} waiting={<Loading rows={1} height={40} />}>
        {(links) =>
          links.length === 0 ? (
            <Text size="sm">{t('users.detail.noLinks')}</Text>
          ) : (
            links.map((link) => <LinkRow key={link.id} user={user} link={link} />)
          )
        }
      </Loaded>
    </Stack>
  );
};

const LinkRow = ({ user, link }: { user: User; link: IdentityLink }): JSX.Element => {
  const { t } = useTranslation();
  const { relative } = useFormats();
  const [isAsking, setAsking] = useState(false);
  const release = useReleaseLink(user.id);
  const connection = useConnectionNames()(link.connectionId);
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={600}>
          {connection}
        </Text>
        <Text size="xs" c="dimmed">
          {t('users.detail.linkedSince', { when: relative(link.linkedAt) })}
        </Text>
      </div>
      <Button
        size="xs"
        variant="default"
        aria-label={t('users.detail.releaseNamed', { connection })}
        onClick={() => setAsking(true)}
      >
        {t('users.detail.release')}
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={t('users.detail.releaseTitle', { connection })}
        action={t('users.detail.release')}
        isDangerous
        isBusy={release.isPending}
        error={release.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          release.mutate(link.id, {
            onSuccess: () => {
              setAsking(false);
              notify(t('users.detail.released'));
            },
          })
        }
      >
        <Text>{t('users.detail.releaseText', { connection, name: user.name })}</Text>
      </ConfirmDialog>
    </Group>
  );
};
