import { Badge, Blockquote, Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import type { SupportRequest } from '@portico/contracts';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { PageLink } from '../ui/links.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { useAnswer } from './support.js';

/** One request: who asks for what, and the answer. */
export const RequestCard = ({ request }: { request: SupportRequest }): JSX.Element => {
  const { t } = useTranslation();
  const { relative } = useFormats();
  const { tenantId, tenantName, kind, message, askedAt, answeredAt, answer, status } = request;
  return (
    <Paper withBorder p="md" component="li">
      <Stack gap="sm">
        <Group justify="space-between">
          <PageLink to="/support/tenants/$tenantId" params={{ tenantId }} fw={600}>
            {tenantName}
          </PageLink>
          <Badge variant="light" tt="none">
            {t(`support.requests.kind.${kind}`)}
          </Badge>
        </Group>
        <Blockquote p="sm" color="gray" style={{ whiteSpace: 'pre-wrap' }}>
          {message}
        </Blockquote>
        <Text size="sm" c="dimmed">
          {t('support.requests.askedAt', { when: relative(askedAt), who: t('support.requests.someone') })}
          {answeredAt !== null && ` · ${t('support.requests.answeredAt', { when: relative(answeredAt) })}`}
        </Text>
        {answer !== null && answer !== '' && <Text size="sm">{answer}</Text>}
        {status === 'open' && <Answer request={request} />}
      </Stack>
    </Paper>
  );
};

const Answer = ({ request }: { request: SupportRequest }): JSX.Element => {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState('');
  const reply = useAnswer();
  const send = (status: 'done' | 'declined'): void =>
    reply.mutate(
      { request, status, answer: answer.trim() },
      {
        onSuccess: () =>
          notify(
            status === 'done'
              ? t('support.requests.granted', { tenant: request.tenantName })
              : t('support.requests.declinedDone'),
          ),
      },
    );
  return (
    <>
      <Textarea
        label={t('support.requests.answer')}
        description={t('support.requests.answerHelp')}
        value={answer}
        onChange={({ currentTarget }) => setAnswer(currentTarget.value)}
        autosize
        minRows={2}
        maxLength={2000}
      />
      {reply.error && <ProblemView error={reply.error} />}
      <Group>
        <Button loading={reply.isPending} onClick={() => send('done')}>
          {t('support.requests.grant')}
        </Button>
        <Button variant="default" disabled={reply.isPending} onClick={() => send('declined')}>
          {t('support.requests.decline')}
        </Button>
      </Group>
    </>
  );
};
