import { Alert, Button, Divider, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useTenantId } from '../api/session.js';
import { statesQuery } from '../api/sso.js';
import { isProved } from '../sso/status-of-connection.rules.js';
import { CopyField } from '../ui/copy-field.js';
import { LinkButton } from '../ui/links.js';
import type { StepProps } from './set-up.js';

const ModeDialog = lazy(async () => ({ default: (await import('../sso/mode-dialog.js')).ModeDialog }));

const Address = (): JSX.Element | null => {
  const { t } = useTranslation();
  const { tenant, brokerUrl } = useSession();
  if (tenant === null) return null;
  return (
    <>
      <Divider />
      <CopyField
        label={t('setUp.turnOn.address')}
        description={t('setUp.turnOn.addressHint')}
        value={`${brokerUrl}/sso/${tenant.slug}`}
      />
    </>
  );
};

const Enforce = ({ connection, powers }: Pick<StepProps, 'connection' | 'powers'>): JSX.Element => {
  const { t } = useTranslation();
  const { id, name, mode } = connection;
  return (
    <Stack gap="xs" align="flex-start">
      <Title order={3} size="h5">
        {t('setUp.turnOn.enforceTitle')}
      </Title>
      <Text>{t('setUp.turnOn.enforceText', { name })}</Text>
      {mode === 'off' && <Text c="dimmed">{t('setUp.turnOn.enforceLater')}</Text>}
      {mode === 'enforced' && <Text fw={600}>{t('setUp.turnOn.isEnforced')}</Text>}
      {mode === 'enabled' && powers.mayAdminister && (
        <LinkButton variant="default" to="/settings/sso/$connectionId/enforce" params={{ connectionId: id }}>
          {t('setUp.turnOn.enforce')}
        </LinkButton>
      )}
    </Stack>
  );
};

/** Step 4: Enable, then Enforce. */
export const TurnOnStep = ({ connection, powers, onStep }: StepProps): JSX.Element => {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const { data: states } = useQuery({ ...statesQuery(useTenantId()), enabled: powers.mayLower });
  const { id, name, mode, revision } = connection;
  const seen = states?.find(({ connectionId }) => connectionId === id);
  if (revision === 0) return <Text>{t('setUp.turnOn.draft')}</Text>;
  if (!powers.mayLower) return <Alert color="green">{t('setUp.turnOn.onlyAdmin')}</Alert>;
  const isUntested = states !== undefined && !isProved(connection, seen);
  return (
    <Stack gap="lg">
      <Stack gap="xs" align="flex-start">
        <Title order={3} size="h5">
          {t('setUp.turnOn.enableTitle')}
        </Title>
        <Text>{t('setUp.turnOn.enableText', { name })}</Text>
        {isUntested && mode === 'off' && (
          <Alert color="yellow">
            <Group>
              <Text size="sm">{t('setUp.turnOn.notTested')}</Text>
              <Button size="xs" variant="default" onClick={() => onStep('test')}>
                {t('sso.testFirst')}
              </Button>
            </Group>
          </Alert>
        )}
        <Switch
          size="md"
          label={t('sso.enable')}
          aria-label={t('sso.enableNamed', { name })}
          checked={mode !== 'off'}
          disabled={mode === 'off' && !powers.mayAdminister}
          onChange={() => setIsAsking(true)}
        />
      </Stack>
      <Enforce connection={connection} powers={powers} />
      {mode !== 'off' && <Address />}
      {isAsking && (
        <Suspense>
          <ModeDialog
            asked={mode === 'off' ? 'enable' : 'disable'}
            connection={connection}
            seen={seen}
            onClose={() => setIsAsking(false)}
          />
        </Suspense>
      )}
    </Stack>
  );
};
