import { Text } from '@mantine/core';
import type { Domain } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useRemoveDomain } from './domains.js';

interface RemoveDomainProps {
  domain: Domain;
  opened: boolean;
  onClose: () => void;
  onRemoved: () => void;
}

export const RemoveDomain = ({ domain, opened, onClose, onRemoved }: RemoveDomainProps): JSX.Element => {
  const { t } = useTranslation();
  const remove = useRemoveDomain();
  const close = (): void => {
    remove.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={t('domains.removing.title', { domain: domain.domain })}
      action={t('domains.remove')}
      isDangerous
      isBusy={remove.isPending}
      error={remove.error}
      onClose={close}
      onConfirm={() =>
        remove.mutate(domain.domain, {
          onSuccess: () => {
            close();
            onRemoved();
          },
        })
      }
    >
      <Text>{t(`domains.removing.${domain.status}`)}</Text>
    </ConfirmDialog>
  );
};
