import { Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { LinkButton } from '../ui/links.js';
import { Page } from '../ui/page.js';

interface SetUpStartProps {
  setUp: NonNullable<Session['setUp']>;
  onBegin: () => void;
}

/** What is about to be done, and until when. */
export const SetUpStart = ({ setUp, onBegin }: SetUpStartProps): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { connection, tenant, expiresAt } = setUp;
  return (
    <Page
      title={t('setUpLink.start.title', { connection: connection.name, tenant: tenant.name })}
      lead={t('setUpLink.start.lead')}
    >
      <Paper withBorder p="lg">
        <Stack>
          <List type="ordered" spacing="xs">
            {(['create', 'values', 'test'] as const).map((step) => (
              <List.Item key={step}>{t(`setUpLink.start.steps.${step}`)}</List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed">
            {t('setUpLink.start.until', { date: dateTime(expiresAt) })}
          </Text>
          <Group>
            <Button onClick={onBegin}>{t('setUpLink.start.begin')}</Button>
            <LinkButton variant="default" to="/guides/$provider" params={{ provider: connection.provider }}>
              {t('setUpLink.start.guide')}
            </LinkButton>
          </Group>
        </Stack>
      </Paper>
    </Page>
  );
};
