import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { RecoveryCodeState } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useTenantId } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Loaded } from '../ui/loaded.js';
import { Loading } from '../ui/loading.js';
import { ProblemView } from '../ui/problem-view.js';
import { ConfirmCodes } from './confirm-codes.js';
import { codeStateQuery, useMakeCodes } from './recovery-codes.js';
import { ShownCodes } from './shown-codes.js';

/** One's own recovery codes: made, shown once, confirmed. */
export const MyCodes = (): JSX.Element => {
  const { t } = useTranslation();
  const { user } = useSession();
  const tenantId = useTenantId();
  const query = useQuery(codeStateQuery(tenantId, user?.id ?? ''));
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="my-codes">
      <Stack>
        <Title order={2} size="h4" id="my-codes">
          {t('recovery.mine.title')}
        </Title>
        <Loaded query={query} waiting={<Loading rows={1} height={48} />}>
          {(state) => (
            <Stack>
              {codes === null && <CodeState state={state} />}
              {codes !== null && <ShownCodes codes={codes} />}
              {state.made && !state.confirmed && <ConfirmCodes onConfirmed={() => setCodes(null)} />}
              {codes === null && <MakeCodes isAgain={state.made} onMade={setCodes} />}
            </Stack>
          )}
        </Loaded>
      </Stack>
    </Paper>
  );
};

const FEW = 3;

const CodeState = ({
  state: { made, confirmed, left, madeAt },
}: {
  state: RecoveryCodeState;
}): JSX.Element => {
  const { t } = useTranslation();
  const { date, relative } = useFormats();
  if (!made || madeAt === null) return <Text>{t('recovery.mine.none')}</Text>;
  if (!confirmed)
    return (
      <Text>
        {t('recovery.mine.unconfirmed', { when: relative(madeAt) })} {t('recovery.mine.unconfirmedHelp')}
      </Text>
    );
  return (
    <Text>
      {t('recovery.mine.confirmed', { count: left, date: date(madeAt) })}{' '}
      {left <= FEW && t('recovery.mine.few')}
    </Text>
  );
};

interface MakeCodesProps {
  /** Whether there are codes that would become void. */
  isAgain: boolean;
  onMade: (codes: string[]) => void;
}

const MakeCodes = ({ isAgain, onMade }: MakeCodesProps): JSX.Element => {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const make = useMakeCodes();
  const run = (): void =>
    make.mutate(undefined, {
      onSuccess: (codes) => {
        setAsking(false);
        onMade(codes);
      },
    });
  return (
    <>
      <Group>
        <Button
          {...(isAgain && { variant: 'default' })}
          loading={make.isPending}
          onClick={isAgain ? () => setAsking(true) : run}
        >
          {t(isAgain ? 'recovery.mine.makeNew' : 'recovery.mine.make')}
        </Button>
      </Group>
      {make.error && !isAsking && <ProblemView error={make.error} />}
      <ConfirmDialog
        opened={isAsking}
        title={t('recovery.mine.makeNewTitle')}
        action={t('recovery.mine.makeNew')}
        isBusy={make.isPending}
        error={make.error}
        onClose={() => setAsking(false)}
        onConfirm={run}
      >
        <Text>{t('recovery.mine.makeNewText')}</Text>
      </ConfirmDialog>
    </>
  );
};
