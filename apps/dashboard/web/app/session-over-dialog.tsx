import { Button, Group, Modal, Text } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { signInAddress } from '../api/session.js';

/** Where to sign in again, so that nothing typed here is lost. */
export const SessionOverDialog = ({ onGoOn }: { onGoOn: () => void }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onGoOn}
      title={t('shell.sessionOver.title')}
      centered
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Text>{t('shell.sessionOver.text')}</Text>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onGoOn}>
          {t('shell.sessionOver.goOn')}
        </Button>
        <Button component="a" href={signInAddress()} target="_blank" rel="noopener">
          {t('shell.sessionOver.signIn')}
        </Button>
      </Group>
    </Modal>
  );
};
