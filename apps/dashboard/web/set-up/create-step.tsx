import { Button, Group, Stack, Text } from '@mantine/core';
import type { Provider } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { putDraft } from '../api/set-up.js';
import { useKeepConnection } from '../api/sso.js';
import { CopyField } from '../ui/copy-field.js';
import { SetUpLinks } from './set-up-links.js';
import type { StepProps } from './set-up.js';

/** Providers that can tell of a sign-out (docs/providers.md); the others have no field for the address. */
const TELLS_OF_SIGN_OUTS: ReadonlySet<Provider> = new Set(['keycloak', 'oidc']);

/** Step 1: what the application at the provider has to know. */
export const CreateStep = ({ connection, powers, onStep }: StepProps): JSX.Element => {
  const { t } = useTranslation();
  const tenantId = useTenantId();
  const keep = useKeepConnection();
  const { id, provider, redirectUri, backchannelLogoutUri, revision, draft } = connection;
  const name = t(`sso.provider.${provider}`);
  const goOn = (): void => {
    // Coming back tomorrow begins at the next step; if that cannot be kept, nothing is lost.
    if (revision === 0)
      void putDraft(tenantId, id, { ...draft, step: 'enter_values' }).then(keep, () => undefined);
    onStep('enter_values');
  };
  return (
    <Stack>
      <Text>{t('setUp.create.text', { provider: name })}</Text>
      <CopyField
        label={t(`setUp.create.redirect.${provider}`)}
        description={t('setUp.create.redirectHint', { provider: name })}
        value={redirectUri}
      />
      {TELLS_OF_SIGN_OUTS.has(provider) && (
        <CopyField
          label={t('setUp.create.logout')}
          description={t('setUp.create.logoutHint', { provider: name })}
          value={backchannelLogoutUri}
        />
      )}
      <Group>
        <Button onClick={goOn}>{t('setUp.create.done')}</Button>
      </Group>
      {powers.mayAdminister && <SetUpLinks connection={connection} />}
    </Stack>
  );
};
