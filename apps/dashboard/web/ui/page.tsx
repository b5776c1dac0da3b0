import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface PageProps {
  title: string;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** Above the title: where this page belongs. */
  above?: ReactNode;
  children: ReactNode;
}

let isFirst = true;

/** A page's frame: its title in the tab and as the heading, which has the focus after a change of page. */
export const Page = ({ title, lead, actions, above, children }: PageProps): JSX.Element => {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`;
  }, [title, t]);
  useEffect(() => {
    if (isFirst) isFirst = false;
    else heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Stack gap="lg">
      <Box>
        {above}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {actions}
        </Group>
        {lead !== undefined && (
          <Text c="dimmed" mt={4} maw="44rem" component="div">
            {lead}
          </Text>
        )}
      </Box>
      {children}
    </Stack>
  );
};
