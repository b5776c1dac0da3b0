import { Box, Title } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

interface SectionProps {
  id: string;
  title: string;
  children: ReactNode;
}

/** A part of a page under a heading of its own. */
export const Section = ({ id, title, children }: SectionProps): JSX.Element => (
  <Box component="section" aria-labelledby={id}>
    <Title order={2} size="h4" id={id} mb="xs">
      {title}
    </Title>
    {children}
  </Box>
);
