import { Button, Group, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../api/refusal.js';
import { signInAddress } from '../api/session.js';

/** When a request is refused because the session has ended: sign in elsewhere, and nothing typed here is lost. */
export const SessionOver = (): JSX.Element => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const look = (error: unknown): void => {
      // A code that was mistyped is a 401 as well, and no end of the session.
      if (error instanceof Refusal && error.code === 'token_invalid') setIsOver(true);
    };
    const stops = [
      client.getQueryCache().subscribe(({ query }) => look(query.state.error)),
      client.getMutationCache().subscribe(({ mutation }) => look(mutation?.state.error)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client]);
  const goOn = (): void => {
    setIsOver(false);
    void client.resetQueries({ predicate: ({ state }) => state.error !== null });
    void client.invalidateQueries();
  };
  return (
    <Modal
      opened={isOver}
      onClose={goOn}
      title={t('shell.sessionOver.title')}
      centered
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Text>{t('shell.sessionOver.text')}</Text>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={goOn}>
          {t('shell.sessionOver.goOn')}
        </Button>
        <Button component="a" href={signInAddress()} target="_blank" rel="noopener">
          {t('shell.sessionOver.signIn')}
        </Button>
      </Group>
    </Modal>
  );
};
