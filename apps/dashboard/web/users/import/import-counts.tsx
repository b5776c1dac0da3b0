import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { UserImport } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../texts/formats.js';

const OUTCOMES = ['created', 'updated', 'unchanged', 'refused'] as const;

/** What became of the lines, counted by the server. */
export const ImportCounts = ({ counts }: Pick<UserImport, 'counts'>): JSX.Element => {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0} aria-label={t('users.importing.counts')}>
      {OUTCOMES.map((outcome) => (
        <Paper key={outcome} withBorder p="md">
          <Text component="dt" size="sm" c="dimmed">
            {t(`users.importing.${outcome}`)}
          </Text>
          <Text
            component="dd"
            m={0}
            fz="h3"
            fw={700}
            {...(outcome === 'refused' && counts.refused > 0 && { c: 'var(--mantine-color-error)' })}
          >
            {number(counts[outcome])}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
};
