import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';

/** The shape of what is about to come. */
export const Loading = ({ rows = 3, height = 96 }: { rows?: number; height?: number }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Stack aria-busy="true">
      <VisuallyHidden role="status">{t('shell.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  );
};

/** A page before its data is there. */
export const PageLoading = (): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <VisuallyHidden component="h1">{t('shell.loading')}</VisuallyHidden>
      <Skeleton height={34} width={240} maw="70%" />
      <Loading />
    </Stack>
  );
};
