import { Group, Paper, Stack, Text, ThemeIcon, VisuallyHidden } from '@mantine/core';
import type { Connection, RecoveryCodeState, Rehearsal } from '@portico/contracts';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../ui/links.js';
import type { Condition } from './conditions.rules.js';
import classes from './enforce.module.css';

interface ConditionListProps {
  connection: Connection;
  conditions: Record<Condition, boolean>;
  codes: RecoveryCodeState | undefined;
  rehearsal: Rehearsal | null;
}

const Row = ({
  isMet,
  title,
  text,
  action,
}: {
  isMet: boolean;
  title: string;
  text: string | undefined;
  action?: ReactNode;
}): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Group component="li" py="sm" gap="sm" align="flex-start">
      <ThemeIcon radius="xl" size={28} color={isMet ? 'green' : 'gray'} variant="light" mt={2} aria-hidden>
        {isMet ? <IconCheck size={18} /> : <IconCircleDashed size={18} />}
      </ThemeIcon>
      <Stack gap={2} flex="1 1 14rem">
        <Text fw={600}>
          <VisuallyHidden>{t(isMet ? 'enforce.met' : 'enforce.open')}: </VisuallyHidden>
          {title}
        </Text>
        {text !== undefined && (
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        )}
      </Stack>
      {!isMet && action}
    </Group>
  );
};

/** What has to be done first, and where. */
export const ConditionList = ({
  connection,
  conditions,
  codes,
  rehearsal,
}: ConditionListProps): JSX.Element => {
  const { t } = useTranslation();
  const params = { connectionId: connection.id };
  const toStep = (step: 'test' | 'turn_on', label: string): JSX.Element => (
    <LinkButton
      size="xs"
      variant="default"
      to="/settings/sso/$connectionId"
      params={params}
      search={{ step }}
    >
      {label}
    </LinkButton>
  );
  const admins =
    rehearsal === null
      ? ''
      : t('enforce.codes.admins', {
          withCodes: rehearsal.admins.withRecoveryCodes,
          active: rehearsal.admins.active,
        });
  const codesText = conditions.codes
    ? `${t('enforce.codes.done', { count: codes?.left ?? 0 })} ${admins}`
    : t('enforce.codes.text');
  return (
    <Paper withBorder px="lg" py="xs">
      <ul className={classes['list']}>
        <Row
          isMet={conditions.enabled}
          title={t('enforce.condition.enabled')}
          text={conditions.enabled ? undefined : t('enforce.enable.text')}
          action={toStep('turn_on', t('enforce.enable.action'))}
        />
        {!conditions.no_pending && (
          <Row
            isMet={false}
            title={t('enforce.condition.no_pending')}
            text={t('enforce.pending.text')}
            action={toStep('test', t('enforce.pending.action'))}
          />
        )}
        <Row
          isMet={conditions.tested}
          title={t('enforce.condition.tested')}
          text={conditions.tested ? t('enforce.tested.done') : t('enforce.tested.text')}
          action={toStep('test', t('enforce.tested.action'))}
        />
        <Row
          isMet={conditions.codes}
          title={t('enforce.condition.codes')}
          text={codesText}
          action={
            <LinkButton size="xs" variant="default" to="/settings/recovery">
              {t('enforce.codes.action')}
            </LinkButton>
          }
        />
        <Row isMet={conditions.rehearsed} title={t('enforce.condition.rehearsed')} text={undefined} />
      </ul>
    </Paper>
  );
};
