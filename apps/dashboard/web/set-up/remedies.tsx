import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Connection, ConnectionTest, SsoSettings, Tenant } from '@portico/contracts';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call, ssoConfig } from '../api/call.js';
import { useTenantId } from '../api/session.js';
import { useSaveValues } from '../api/set-up.js';
import { ssoQuery } from '../api/sso.js';
import { LinkButton } from '../ui/links.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { remediesOf, type AnyRemedy } from './remedies.rules.js';
import type { StepProps } from './set-up.js';

interface RemedyProps extends StepProps {
  test: ConnectionTest;
}

/** Lets people prove their mailbox; the other rules of matching stay as they are. */
const AllowMailboxProof = (): JSX.Element => {
  const { t } = useTranslation();
  const tenantId = useTenantId();
  const client = useQueryClient();
  const { data: settings } = useSuspenseQuery(ssoQuery(tenantId));
  const allow = useMutation({
    mutationFn: () =>
      call<Tenant>(ssoConfig(`/tenants/${tenantId}/matching`), {
        method: 'PUT',
        body: { ...settings.tenant.matching, mailboxProof: true } satisfies SsoSettings['tenant']['matching'],
      }),
    onSuccess: () => {
      notify(t('setUp.remedy.allow_mailbox_proofDone'));
      return client.invalidateQueries(ssoQuery(tenantId));
    },
  });
  return (
    <>
      <Button
        size="xs"
        variant="light"
        loading={allow.isPending}
        disabled={allow.isSuccess}
        onClick={() => allow.mutate()}
      >
        {t('setUp.remedy.allow_mailbox_proof')}
      </Button>
      {allow.error !== null && <ProblemView error={allow.error} />}
    </>
  );
};

/** Saves one value of the connection, to be tested at once. */
const SaveOne = ({
  connection,
  values,
  children,
}: RemedyProps & {
  values: Parameters<ReturnType<typeof useSaveValues>['mutate']>[0]['values'];
  children: string;
}): JSX.Element => {
  const { t } = useTranslation();
  const save = useSaveValues(connection.id);
  const revision = connection.pendingRevision ?? connection.revision;
  return (
    <>
      <Button
        size="xs"
        variant="light"
        loading={save.isPending}
        disabled={save.isSuccess}
        onClick={() =>
          save.mutate({ revision, values }, { onSuccess: () => notify(t('setUp.values.saved')) })
        }
      >
        {children}
      </Button>
      {save.error !== null && <ProblemView error={save.error} />}
    </>
  );
};

/** The person as the provider names them, to be added as a user. */
const toNewcomer = (
  { emailClaim }: Connection,
  { claims }: ConnectionTest,
): { add: string; name?: string } => {
  const { [emailClaim]: email, name } = claims ?? {};
  return { add: typeof email === 'string' ? email : '', ...(typeof name === 'string' && { name }) };
};

const useActions = (props: RemedyProps): Record<AnyRemedy, ReactNode> => {
  const { t } = useTranslation();
  const { connection, powers, onStep, test } = props;
  const step = (to: 'create_application' | 'enter_values', label: string): JSX.Element => (
    <Button size="xs" variant="light" onClick={() => onStep(to)}>
      {label}
    </Button>
  );
  const user = test.match?.user;
  const users = (label: string): JSX.Element => (
    <LinkButton size="xs" variant="light" to="/settings/users" search={user ? { search: user.email } : {}}>
      {label}
    </LinkButton>
  );
  const method = connection.userinfoMethod === 'GET' ? 'POST' : 'GET';
  const { mayAdminister } = powers;
  return {
    prove_domain: mayAdminister && (
      <LinkButton size="xs" variant="light" to="/settings/domains">
        {t('setUp.remedy.prove_domain')}
      </LinkButton>
    ),
    allow_mailbox_proof: mayAdminister && <AllowMailboxProof />,
    own_addresses_only: (
      <SaveOne {...props} values={{ issuesOwnAddressesOnly: true }}>
        {t('setUp.remedy.own_addresses_only')}
      </SaveOne>
    ),
    choose_email_claim: step('enter_values', t('setUp.remedy.choose_email_claim')),
    add_user: mayAdminister && (
      <LinkButton size="xs" variant="light" to="/settings/users" search={toNewcomer(connection, test)}>
        {t('setUp.remedy.add_user')}
      </LinkButton>
    ),
    activate_user: mayAdminister && users(t('setUp.remedy.activate_user')),
    release_link: mayAdminister && users(t('setUp.remedy.release_link')),
    link_beforehand: mayAdminister && users(t('setUp.remedy.link_beforehand')),
    values: step('enter_values', t('setUp.remedy.values')),
    redirect: step('create_application', t('setUp.remedy.redirect')),
    other_method: (
      <SaveOne {...props} values={{ userinfoMethod: method }}>
        {t('setUp.remedy.otherMethod', { method })}
      </SaveOne>
    ),
    new_secret: step('enter_values', t('setUp.remedy.newSecret')),
  };
};

const TEXTS = {
  prove_domain: 'setUp.remedy.prove_domain',
  allow_mailbox_proof: 'setUp.remedy.allow_mailbox_proof',
  own_addresses_only: 'setUp.remedy.own_addresses_only',
  choose_email_claim: 'setUp.remedy.choose_email_claim',
  add_user: 'setUp.remedy.add_user',
  activate_user: 'setUp.remedy.activate_user',
  release_link: 'setUp.remedy.release_link',
  link_beforehand: 'setUp.remedy.link_beforehand',
  values: 'setUp.remedy.values',
  redirect: 'setUp.remedy.redirect',
  other_method: 'setUp.remedy.otherMethod',
  new_secret: 'setUp.remedy.newSecret',
} as const satisfies Record<AnyRemedy, unknown>;

/** Everything that would help after a refusal, each as a button. */
export const Remedies = (props: RemedyProps): JSX.Element | null => {
  const { t } = useTranslation();
  const actions = useActions(props);
  const remedies = remediesOf(props.test);
  const provider = t(`sso.provider.${props.test.provider}`);
  const method = props.connection.userinfoMethod === 'GET' ? 'POST' : 'GET';
  if (remedies.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {t('setUp.remedy.title')}
      </Title>
      <Stack gap="xs">
        {remedies.map((remedy) => {
          const action = actions[remedy];
          return (
            <Paper key={remedy} withBorder p="sm">
              <Group justify="space-between" gap="xs">
                <Stack gap={2} flex="1 1 16rem">
                  {(action === false || action === null) && (
                    <Text size="sm" fw={600}>
                      {t(TEXTS[remedy], { method })}
                    </Text>
                  )}
                  <Text size="sm">{t(`${TEXTS[remedy]}Text`, { provider })}</Text>
                </Stack>
                {action}
              </Group>
            </Paper>
          );
        })}
      </Stack>
    </div>
  );
};
