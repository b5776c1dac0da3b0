import { Accordion, Button, Code, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../../ui/download.js';

const EXAMPLE = `email,name,externalId,roles,status
scout@acme.example,Scout Finch,A-1001,member,active
atticus@acme.example,Atticus Finch,A-1002,member tenant_admin,active
boo@acme.example,Arthur Radley,A-1003,member,deactivated
`;

/** What a file has to look like. */
export const ImportExample = (): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Accordion variant="contained" order={2}>
      <Accordion.Item value="example">
        <Accordion.Control>{t('users.importing.example')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm" align="flex-start">
            <Text maw="44rem">{t('users.importing.exampleText')}</Text>
            <Code block tabIndex={0} style={{ maxWidth: '100%', overflowX: 'auto' }}>
              {EXAMPLE}
            </Code>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => download('users.csv', 'text/csv', EXAMPLE)}
            >
              {t('users.importing.download')}
            </Button>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
};
