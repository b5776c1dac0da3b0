import { Alert, Stack, Text, Title } from '@mantine/core';
import type { ConnectionTest } from '@portico/contracts';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeTexts } from '../texts/codes.js';
import { ClaimsTable } from './claims-table.js';
import { Remedies } from './remedies.js';
import type { StepProps } from './set-up.js';

const Succeeded = ({ test }: { test: ConnectionTest }): JSX.Element => {
  const { t } = useTranslation();
  const user = test.match?.user ?? null;
  if (user === null)
    return (
      <Alert color="green" icon={<IconCircleCheck aria-hidden />} title={t('setUp.test.created')}>
        {t('setUp.test.createdText')}
      </Alert>
    );
  const { name, email } = user;
  return test.passed ? (
    <Alert color="green" icon={<IconCircleCheck aria-hidden />} title={t('setUp.test.passed')}>
      {t('setUp.test.passedText', { name: `${name} (${email})` })}
    </Alert>
  ) : (
    <Alert color="yellow" icon={<IconCircleCheck aria-hidden />} title={t('setUp.test.matched', { name })}>
      {t('setUp.test.matchedText', { email })}
    </Alert>
  );
};

const Upstream = ({ test }: { test: ConnectionTest }): JSX.Element | null => {
  const { t } = useTranslation();
  if (test.upstreamError === null) return null;
  const { error, description } = test.upstreamError;
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('setUp.test.upstream', { provider: t(`sso.provider.${test.provider}`) })}
      </Text>
      <Text size="sm" ff="monospace">
        {error}
        {description !== null && `: ${description}`}
      </Text>
    </div>
  );
};

const Refused = ({ test }: { test: ConnectionTest }): JSX.Element => {
  const { t } = useTranslation();
  const codeTexts = useCodeTexts();
  const provider = t(`sso.provider.${test.provider}`);
  const isAway = test.status === 'did_not_return' || test.status === 'expired';
  const texts = test.code === null ? null : codeTexts(test.code);
  const titles = {
    did_not_return: ['setUp.test.didNotReturn', 'setUp.test.didNotReturnText'],
    expired: ['setUp.test.expired', 'setUp.test.expiredText'],
  } as const;
  const [title, text] = isAway
    ? titles[test.status as keyof typeof titles]
    : ['setUp.test.refused' as const, null];
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t(title)} role="alert">
      <Stack gap="xs">
        {text !== null && <Text size="sm">{t(text, { provider })}</Text>}
        {!isAway && texts !== null && (
          <>
            <Text size="sm">{texts.adminText}</Text>
            <Text size="sm" fw={600}>
              {t('setUp.test.turn', { who: t(`shell.turn.${texts.turn}`) })}
            </Text>
          </>
        )}
        <Upstream test={test} />
        {test.reference !== null && (
          <Text size="xs">{t('setUp.test.reference', { reference: test.reference })}</Text>
        )}
      </Stack>
    </Alert>
  );
};

/** What came of a test: in plain words, with every remedy and every claim. */
export const TestResult = ({ test, ...step }: StepProps & { test: ConnectionTest }): JSX.Element => {
  const { t } = useTranslation();
  const provider = t(`sso.provider.${test.provider}`);
  return (
    <Stack>
      {test.status === 'succeeded' ? <Succeeded test={test} /> : <Refused test={test} />}
      <Remedies test={test} {...step} />
      {test.claims !== null && (
        <div>
          <Title order={3} size="h5">
            {t('setUp.test.claims', { provider })}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {t('setUp.test.revision', { revision: test.revision })}
          </Text>
          <ClaimsTable claims={test.claims} />
        </div>
      )}
      {test.claims === null && test.status === 'succeeded' && (
        <Text size="sm">{t('setUp.test.claimsGone')}</Text>
      )}
    </Stack>
  );
};
