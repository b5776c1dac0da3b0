import { SimpleGrid, Text } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

/** Names and values, side by side. */
export const Facts = ({ children }: { children: ReactNode }): JSX.Element => (
  <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" m={0}>
    {children}
  </SimpleGrid>
);

export const Fact = ({ name, children }: { name: string; children: ReactNode }): JSX.Element => (
  <div>
    <Text component="dt" size="sm" c="dimmed">
      {name}
    </Text>
    <Text component="dd" m={0}>
      {children}
    </Text>
  </div>
);
