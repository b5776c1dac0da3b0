import { Breadcrumbs, Grid, Paper, Stack, Stepper, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Connection } from '@portico/contracts';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { connectionQuery, statesQuery } from '../api/sso.js';
import type { Powers } from '../app/access.rules.js';
import { Guide } from '../guides/guide.js';
import { StatusBadge } from '../sso/status-badge.js';
import { isProved, statusOf } from '../sso/status-of-connection.rules.js';
import { PageLink } from '../ui/links.js';
import { Page } from '../ui/page.js';
import { CreateStep } from './create-step.js';
import { PendingBanner } from './pending-banner.js';
import { isReachable, stepsOf, stepToShow, type SetUpStep } from './steps.rules.js';
import { TestStep } from './test-step.js';
import { TurnOnStep } from './turn-on-step.js';
import { ValuesStep } from './values-step.js';

export interface StepProps {
  connection: Connection;
  powers: Powers;
  onStep: (step: SetUpStep) => void;
}

const STEPS: Record<SetUpStep, (props: StepProps) => JSX.Element> = {
  create_application: CreateStep,
  enter_values: ValuesStep,
  test: TestStep,
  turn_on: TurnOnStep,
};

interface SetUpProps {
  connectionId: string;
  /** The step that the address names. */
  step: SetUpStep | undefined;
  onStep: (step: SetUpStep) => void;
  powers: Powers;
}

const Steps = ({
  connection,
  current,
  onStep,
}: {
  connection: Connection;
  current: SetUpStep;
  onStep: (step: SetUpStep) => void;
}): JSX.Element => {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 62em)');
  const steps = stepsOf(connection);
  const provider = t(`sso.provider.${connection.provider}`);
  return (
    <Stepper
      active={steps.indexOf(current)}
      onStepClick={(place) => {
        const step = steps[place];
        if (step) onStep(step);
      }}
      orientation={isNarrow ? 'vertical' : 'horizontal'}
      size="sm"
      iconSize={36}
      aria-label={t('setUp.steps')}
    >
      {steps.map((step) => (
        <Stepper.Step
          key={step}
          label={t(`setUp.step.${step}`)}
          description={t(`setUp.stepHint.${step}`, { provider })}
          allowStepSelect={isReachable(step, connection)}
          aria-current={step === current ? 'step' : undefined}
        />
      ))}
    </Stepper>
  );
};

const Body = ({ connection, current, powers, onStep }: StepProps & { current: SetUpStep }): JSX.Element => {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(current);
  useEffect(() => {
    if (shown.current === current) return;
    shown.current = current;
    heading.current?.focus();
  }, [current]);
  const Step = STEPS[current];
  const hasGuide = current === 'create_application' || current === 'enter_values';
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: hasGuide ? 6 : 12 }}>
        <Paper withBorder p="lg" component="section">
          <VisuallyHidden>
            <h2 ref={heading} tabIndex={-1}>
              {t(`setUp.step.${current}`)}
            </h2>
          </VisuallyHidden>
          <Step connection={connection} powers={powers} onStep={onStep} />
        </Paper>
      </Grid.Col>
      {hasGuide && (
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Guide
            provider={connection.provider}
            redirectUri={connection.redirectUri}
            backchannelLogoutUri={connection.backchannelLogoutUri}
            isBeside
          />
        </Grid.Col>
      )}
    </Grid>
  );
};

/** What the broker has seen of the connection; whoever opened a set-up link is not told. */
const useSeen = (connectionId: string, { mayLower }: Powers) => {
  const { data: states } = useQuery({ ...statesQuery(useTenantId()), enabled: mayLower });
  const seen = states?.find((one) => one.connectionId === connectionId);
  return states && (seen ?? { failing: null, proof: null, lastSignInAt: null });
};

/** The set-up of one connection: of an administrator, or of whoever opened a set-up link. */
export const SetUp = ({ connectionId, step, onStep, powers }: SetUpProps): JSX.Element => {
  const { t } = useTranslation();
  const tenantId = useTenantId();
  const { data: connection } = useSuspenseQuery(connectionQuery(tenantId, connectionId));
  const known = useSeen(connectionId, powers);
  const [begun, setBegun] = useState<SetUpStep | null>(null);
  const proved = isProved(connection, known);
  // Once: a test that passes must not take its own result from the screen.
  if (begun === null && (known !== undefined || !powers.mayLower))
    setBegun(stepToShow(undefined, connection, proved));
  const current = stepToShow(step ?? begun ?? undefined, connection, proved);
  return (
    <Page
      title={t(connection.revision === 0 ? 'setUp.title' : 'setUp.titleSettings', { name: connection.name })}
      above={
        powers.mayLower && (
          <Breadcrumbs mb={4}>
            <PageLink to="/settings/sso">{t('setUp.back')}</PageLink>
            <Text c="dimmed">{t(`sso.provider.${connection.provider}`)}</Text>
          </Breadcrumbs>
        )
      }
      actions={<StatusBadge status={statusOf(connection, known)} />}
    >
      <Stack gap="lg">
        <PendingBanner connection={connection} powers={powers} onStep={onStep} />
        <Steps connection={connection} current={current} onStep={onStep} />
        <Body connection={connection} current={current} powers={powers} onStep={onStep} />
        {powers.mayLower && connection.revision > 0 && (
          <PageLink to="/settings/sso/$connectionId/revisions" params={{ connectionId }}>
            {t('sso.revisions')}
          </PageLink>
        )}
      </Stack>
    </Page>
  );
};
