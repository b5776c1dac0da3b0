import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { NamedExemption } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndExemption } from '../api/enforce.js';
import { useTenantId } from '../api/session.js';
import { userQuery } from '../api/users.js';
import { useFormats } from '../texts/formats.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import classes from './enforce.module.css';
import { ExemptDialog } from './exempt-dialog.js';

const Row = ({
  exemption,
  connectionId,
}: {
  exemption: NamedExemption;
  connectionId: string;
}): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { data: user } = useQuery(userQuery(useTenantId(), exemption.userId));
  const end = useEndExemption(connectionId);
  const name = user?.name ?? '…';
  return (
    <Group component="li" py="sm" justify="space-between">
      <Stack gap={2} flex="1 1 14rem">
        <Text fw={600}>
          {name}{' '}
          <Text span c="dimmed" fw={400}>
            {user?.email}
          </Text>
        </Text>
        <Text size="sm">
          {t('enforce.exemptions.until', { date: date(exemption.until), reason: exemption.reason })}
        </Text>
      </Stack>
      <Button
        size="xs"
        variant="default"
        loading={end.isPending}
        aria-label={t('enforce.exemptions.endNamed', { name })}
        onClick={() =>
          end.mutate(exemption.userId, { onSuccess: () => notify(t('enforce.exemptions.ended')) })
        }
      >
        {t('enforce.exemptions.end')}
      </Button>
      {end.error !== null && <ProblemView error={end.error} />}
    </Group>
  );
};

/** Who may go on using a password: by name, with a reason and an end. */
export const Exemptions = ({
  connectionId,
  exemptions,
}: {
  connectionId: string;
  exemptions: readonly NamedExemption[];
}): JSX.Element => {
  const { t } = useTranslation();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="exemptions">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="exemptions">
          {t('enforce.exemptions.title')}
        </Title>
        <Button variant="default" onClick={() => setIsAdding(true)}>
          {t('enforce.exemptions.add')}
        </Button>
      </Group>
      <Text c="dimmed">{t('enforce.exemptions.text')}</Text>
      {exemptions.length === 0 ? (
        <Text size="sm" mt="sm">
          {t('enforce.exemptions.none')}
        </Text>
      ) : (
        <ul className={classes['list']}>
          {exemptions.map((exemption) => (
            <Row key={exemption.userId} exemption={exemption} connectionId={connectionId} />
          ))}
        </ul>
      )}
      {isAdding && <ExemptDialog connectionId={connectionId} onClose={() => setIsAdding(false)} />}
    </Paper>
  );
};
