import { Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  text: string;
  /** What one can do about it. */
  children?: ReactNode;
}

/** Says that there is nothing yet, and what to do. */
export const EmptyState = ({ icon, title, text, children }: EmptyStateProps): JSX.Element => (
  <Paper withBorder p="xl">
    <Stack align="center" gap="xs" ta="center">
      <ThemeIcon variant="light" size="xl" radius="xl" aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw="32rem">
        {text}
      </Text>
      {children}
    </Stack>
  </Paper>
);
