import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toRefusal } from '../api/refusal.js';
import { useCodeTexts } from '../texts/codes.js';

/** The sentence for an error in the language of the page. */
export const useProblemText = (): ((error: unknown) => string) => {
  const { t } = useTranslation();
  const codeTexts = useCodeTexts();
  return (error) => {
    const { code } = toRefusal(error);
    return code === 'offline' ? t('shell.problem.offline') : codeTexts(code).userText;
  };
};

interface ProblemViewProps {
  error: unknown;
  /** What "Try again" does; without it there is no such button. */
  retry?: (() => void) | undefined;
  title?: string;
  /** What else would help. */
  children?: ReactNode;
}

/** A refusal in words, with the reference that support asks for. */
export const ProblemView = ({ error, retry, title, children }: ProblemViewProps): JSX.Element => {
  const { t } = useTranslation();
  const text = useProblemText();
  const { traceId } = toRefusal(error);
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? t('shell.problem.title')}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{text(error)}</Text>
        {children}
        {traceId !== undefined && (
          <Text size="xs" c="dimmed">
            {t('shell.problem.reference', { reference: traceId.slice(0, 16) })}
          </Text>
        )}
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('shell.problem.again')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
};
