import { Alert, Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import type { SupportRequest } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useTenantId } from '../api/session.js';
import { supportRequestsQuery, useAskSupport } from '../api/sso.js';
import { useFormats } from '../texts/formats.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';

const Asked = ({ request }: { request: SupportRequest }): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  return (
    <Alert color={request.status === 'open' ? 'blue' : 'gray'}>
      <Text size="sm" fw={600}>
        {request.status === 'open'
          ? t('sso.unlisted.open', { when: date(request.askedAt) })
          : t('sso.unlisted.declined', { when: date(request.answeredAt ?? request.askedAt) })}
      </Text>
      <Text size="sm">
        {t('sso.unlisted.yours')} {request.message}
      </Text>
      {request.answer !== null && request.answer !== '' && (
        <Text size="sm">
          {t('sso.unlisted.answer')} {request.answer}
        </Text>
      )}
    </Alert>
  );
};

const SHORTEST = 3;

const Ask = ({ onClose }: { onClose: () => void }): JSX.Element => {
  const { t } = useTranslation();
  const [message, setMessage] = useState('');
  const ask = useAskSupport();
  const send = (): void =>
    ask.mutate(message, {
      onSuccess: () => {
        notify(t('sso.unlisted.sent'));
        onClose();
      },
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={t('sso.unlisted.message')}
          description={t('sso.unlisted.messageHint')}
          value={message}
          onChange={({ currentTarget }) => setMessage(currentTarget.value)}
          maxLength={2000}
          minRows={3}
          autosize
          data-autofocus
        />
        {ask.error !== null && <ProblemView error={ask.error} />}
        <Group>
          <Button type="submit" loading={ask.isPending} disabled={message.trim().length < SHORTEST}>
            {t('sso.unlisted.send')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Until support has switched the unlisted provider on: whom to ask, and what came of it. */
export const UnlistedProvider = (): JSX.Element => {
  const { t } = useTranslation();
  const { supportUrl, recovery } = useSession();
  const { data: requests } = useQuery(supportRequestsQuery(useTenantId()));
  const [isAsking, setIsAsking] = useState(false);
  const newest = requests?.[0];
  const mayAsk = !recovery && requests !== undefined && newest?.status !== 'open';
  return (
    <Stack gap="sm">
      <Text size="sm">{t('sso.unlisted.locked')}</Text>
      {newest !== undefined && newest.status !== 'done' && <Asked request={newest} />}
      {isAsking ? (
        <Ask onClose={() => setIsAsking(false)} />
      ) : (
        <Group>
          {mayAsk && (
            <Button variant="default" onClick={() => setIsAsking(true)}>
              {t('sso.unlisted.ask')}
            </Button>
          )}
          {supportUrl !== null && <Anchor href={supportUrl}>{t('sso.unlisted.contact')}</Anchor>}
        </Group>
      )}
    </Stack>
  );
};
