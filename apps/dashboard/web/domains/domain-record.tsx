import { Button, Group, Stack, Text } from '@mantine/core';
import type { Domain } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { CopyField } from '../ui/copy-field.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { stateOf } from './domain-state.rules.js';
import { useClaimDomain, useVerifyDomain } from './domains.js';

/** The record to publish, and the button that looks for it. */
export const DomainRecord = ({ domain }: { domain: Domain }): JSX.Element => {
  const { t } = useTranslation();
  const claim = useClaimDomain();
  if (domain.challenge === null || stateOf(domain, Date.now()).state === 'expired')
    return (
      <Stack gap="sm" align="flex-start">
        <Text>{t('domains.expiredText')}</Text>
        <Button loading={claim.isPending} onClick={() => claim.mutate(domain.domain)}>
          {t('domains.renew')}
        </Button>
        {claim.error && <ProblemView error={claim.error} />}
      </Stack>
    );
  return <Challenge name={domain.domain} challenge={domain.challenge} />;
};

interface ChallengeProps {
  name: string;
  challenge: NonNullable<Domain['challenge']>;
}

const Challenge = ({ name, challenge }: ChallengeProps): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const verify = useVerifyDomain();
  return (
    <Stack gap="sm">
      <Text>{t('domains.publish')}</Text>
      <Text size="sm">
        <b>{t('domains.record.type')}:</b> TXT
      </Text>
      <CopyField label={t('domains.record.name')} value={challenge.name} />
      <CopyField label={t('domains.record.value')} value={challenge.value} />
      <Group>
        <Button
          loading={verify.isPending}
          onClick={() =>
            verify.mutate(name, { onSuccess: () => notify(t('domains.verified', { domain: name })) })
          }
        >
          {t('domains.verify')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('domains.until', { date: dateTime(challenge.expiresAt) })}
        </Text>
      </Group>
      {verify.error && <ProblemView error={verify.error} title={t('domains.notYet', { domain: name })} />}
    </Stack>
  );
};
