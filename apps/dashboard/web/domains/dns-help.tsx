import { Accordion, List, Stack, Text } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';

/** DNS in everyday words. */
export const DnsHelp = (): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Accordion variant="contained" order={2}>
      <Accordion.Item value="help">
        <Accordion.Control>{t('domains.help.title')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm" maw="44rem">
            <Text>{t('domains.help.intro')}</Text>
            <List type="ordered" spacing="xs">
              <List.Item>{t('domains.help.where')}</List.Item>
              <List.Item>{t('domains.help.add')}</List.Item>
              <List.Item>{t('domains.help.ttl')}</List.Item>
              <List.Item>{t('domains.help.wait')}</List.Item>
            </List>
            <Text>{t('domains.help.colleague')}</Text>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
};
