import { Alert, Breadcrumbs, Button, Stack, Text } from '@mantine/core';
import type { Connection } from '@portico/contracts';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { recoveryCodesQuery, rehearsalQuery } from '../api/enforce.js';
import { useSession, useTenantId } from '../api/session.js';
import { connectionQuery, ssoQuery, statesQuery } from '../api/sso.js';
import { powersOf } from '../app/access.rules.js';
import { ModeDialog } from '../sso/mode-dialog.js';
import { isProved } from '../sso/status-of-connection.rules.js';
import { PageLink } from '../ui/links.js';
import { Page } from '../ui/page.js';
import { conditionsOf } from './conditions.rules.js';
import { ConditionList } from './condition-list.js';
import { Confirmation } from './confirmation.js';
import { Exemptions } from './exemptions.js';
import { RehearsalView } from './rehearsal-view.js';
import { useNow } from './use-now.js';

const route = getRouteApi('/frame/signed-in/settings/settings/sso/$connectionId/enforce');

const Enforced = ({ connection }: { connection: Connection }): JSX.Element => {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const { name } = connection;
  return (
    <Alert color="green" icon={<IconShieldCheck aria-hidden />} title={t('enforce.isEnforced', { name })}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('enforce.isEnforcedText')}</Text>
        <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
          {t('enforce.lower.action')}
        </Button>
      </Stack>
      {isAsking && (
        <ModeDialog
          asked="lower"
          connection={connection}
          seen={undefined}
          onClose={() => setIsAsking(false)}
        />
      )}
    </Alert>
  );
};

/** The way to enforcing: every condition, the rehearsal, the exemptions, and the last word. */
const Way = ({ connection }: { connection: Connection }): JSX.Element => {
  const tenantId = useTenantId();
  const { user } = useSession();
  const { data: settings } = useSuspenseQuery(ssoQuery(tenantId));
  const { data: states } = useQuery(statesQuery(tenantId));
  const { data: codes } = useQuery({
    ...recoveryCodesQuery(tenantId, user?.id ?? ''),
    enabled: user !== null,
  });
  const { data: rehearsal = null } = useQuery(rehearsalQuery(tenantId, connection.id));
  const [typed, setTyped] = useState('');
  const now = useNow();
  const conditions = conditionsOf({
    connection,
    isProved: isProved(
      connection,
      states?.find(({ connectionId }) => connectionId === connection.id),
    ),
    hasCodes: codes?.confirmed === true && codes.left > 0,
    rehearsal,
    settingsVersion: settings.tenant.settingsVersion,
    now,
    typed,
    name: settings.tenant.name,
  });
  return (
    <Stack gap="lg">
      <ConditionList connection={connection} conditions={conditions} codes={codes} rehearsal={rehearsal} />
      <RehearsalView connection={connection} rehearsal={rehearsal} isFresh={conditions.rehearsed} now={now} />
      <Exemptions connectionId={connection.id} exemptions={settings.exemptions} />
      <Confirmation
        connection={connection}
        tenantName={settings.tenant.name}
        conditions={conditions}
        rehearsal={rehearsal}
        typed={typed}
        onTyped={setTyped}
      />
    </Stack>
  );
};

/** Makes single sign-on the only way in, so that nobody is locked out. */
export const EnforcePage = (): JSX.Element => {
  const { t } = useTranslation();
  const { connectionId } = route.useParams();
  const tenantId = useTenantId();
  const { tenant, user, recovery } = useSession();
  const { data: connection } = useSuspenseQuery(connectionQuery(tenantId, connectionId));
  const { name, mode } = connection;
  const { mayAdminister } = powersOf({ roles: user?.roles ?? [], recovery });
  const isEnforced = mode === 'enforced';
  return (
    <Page
      title={t('enforce.title', { name })}
      lead={isEnforced ? undefined : t('enforce.lead', { name, tenant: tenant?.name ?? '' })}
      above={
        <Breadcrumbs mb={4}>
          <PageLink to="/settings/sso">{t('setUp.back')}</PageLink>
          <PageLink to="/settings/sso/$connectionId" params={{ connectionId }}>
            {name}
          </PageLink>
        </Breadcrumbs>
      }
    >
      {isEnforced && <Enforced connection={connection} />}
      {!isEnforced && !mayAdminister && <Alert color="orange">{t('enforce.notAllowed')}</Alert>}
      {!isEnforced && mayAdminister && <Way connection={connection} />}
    </Page>
  );
};
