import { List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';

/** What a recovery sign-in can and cannot do. */
export const RecoveryUse = (): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="recovery-use">
      <Stack gap="sm">
        <Title order={2} size="h4" id="recovery-use">
          {t('recovery.use.title')}
        </Title>
        <Text maw="44rem">{t('recovery.use.how')}</Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <div>
            <Text fw={600} id="recovery-can">
              {t('recovery.use.can')}
            </Text>
            <List spacing={4} icon={<IconCheck size={18} aria-hidden />} aria-labelledby="recovery-can">
              {(['lower', 'mend', 'test', 'read'] as const).map((what) => (
                <List.Item key={what}>{t(`recovery.use.cans.${what}`)}</List.Item>
              ))}
            </List>
          </div>
          <div>
            <Text fw={600} id="recovery-cannot">
              {t('recovery.use.cannot')}
            </Text>
            <List spacing={4} icon={<IconX size={18} aria-hidden />} aria-labelledby="recovery-cannot">
              {(['enforce', 'codes', 'users', 'applications'] as const).map((what) => (
                <List.Item key={what}>{t(`recovery.use.cannots.${what}`)}</List.Item>
              ))}
            </List>
          </div>
        </SimpleGrid>
      </Stack>
    </Paper>
  );
};
