import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { Tenant } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { Fact, Facts } from './facts.js';
import { useSetUnlisted } from './support.js';

/** What is known of a company, and the one switch that support has. */
export const TenantFacts = ({ tenant }: { tenant: Tenant }): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const setUnlisted = useSetUnlisted(tenant.id);
  const isOn = tenant.unlistedProvider;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('support.tenant.facts')}>
      <Stack>
        <Facts>
          <Fact name={t('support.tenant.slug')}>{tenant.slug}</Fact>
          <Fact name={t('support.tenant.status')}>{t(`support.tenant.statuses.${tenant.status}`)}</Fact>
          <Fact name={t('support.tenant.version')}>{tenant.settingsVersion}</Fact>
          <Fact name={t('support.tenant.since')}>{date(tenant.createdAt)}</Fact>
        </Facts>
        <Group gap="sm">
          <Text>
            {t('support.tenant.unlisted')}:{' '}
            <b>{t(isOn ? 'support.tenant.unlistedOn' : 'support.tenant.unlistedOff')}</b>
          </Text>
          <Button
            size="xs"
            variant="default"
            loading={setUnlisted.isPending}
            onClick={() =>
              setUnlisted.mutate(!isOn, { onSuccess: () => notify(t('support.tenant.switched')) })
            }
          >
            {t(isOn ? 'support.tenant.switchOff' : 'support.tenant.switchOn')}
          </Button>
        </Group>
        {setUnlisted.error && <ProblemView error={setUnlisted.error} />}
      </Stack>
    </Paper>
  );
};
