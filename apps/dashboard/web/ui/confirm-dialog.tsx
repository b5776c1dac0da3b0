import { Button, Group, Modal, Stack } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from './problem-view.js';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** What the button does, in one or two words. */
  action: string;
  children: ReactNode;
  isDangerous?: boolean;
  /** False while something is to be typed or ticked first. */
  isReady?: boolean;
  isBusy?: boolean;
  error?: unknown;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks once more, and says what will happen. */
export const ConfirmDialog = (props: ConfirmDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const {
    opened,
    title,
    action,
    children,
    isDangerous = false,
    isReady = true,
    isBusy = false,
    error,
  } = props;
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Stack>
        {children}
        {error !== null && error !== undefined && <ProblemView error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('shell.cancel')}
          </Button>
          <Button
            {...(isDangerous ? { color: 'red.9' } : {})}
            loading={isBusy}
            disabled={!isReady}
            onClick={props.onConfirm}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
