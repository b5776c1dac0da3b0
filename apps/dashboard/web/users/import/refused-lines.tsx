import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { ImportResult } from '@portico/contracts';
import { IconDownload } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../texts/formats.js';
import { download } from '../../ui/download.js';
import { toCsv } from './csv.rules.js';

const SHOWN = 100;

/** Each line that was left out and why. */
export const RefusedLines = ({ refused }: { refused: readonly ImportResult[] }): JSX.Element | null => {
  const { t } = useTranslation();
  const { number } = useFormats();
  if (refused.length === 0) return null;
  const rows = [
    ['line', 'code', 'reason'],
    ...refused.map(({ line, code, message }) => [line.toString(), code ?? '', message ?? '']),
  ];
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="refused-lines">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="refused-lines">
            {t('users.importing.refusedTitle')}
          </Title>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => download('refused-lines.csv', 'text/csv', toCsv(rows))}
          >
            {t('users.importing.downloadRefused')}
          </Button>
        </Group>
        {refused.length > SHOWN && (
          <Text size="sm" c="dimmed">
            {t('users.importing.refusedShown', { shown: number(SHOWN), count: number(refused.length) })}
          </Text>
        )}
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" w={100}>
                {t('users.importing.line')}
              </Table.Th>
              <Table.Th scope="col">{t('users.importing.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refused.slice(0, SHOWN).map(({ line, message, code }) => (
              <Table.Tr key={line}>
                <Table.Td>{number(line)}</Table.Td>
                <Table.Td>{message ?? code}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  );
};
