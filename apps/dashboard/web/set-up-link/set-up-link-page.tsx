import { Text } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { powersOf } from '../app/access.rules.js';
import { SetUp } from '../set-up/set-up.js';
import type { SetUpStep } from '../set-up/steps.rules.js';
import { Page } from '../ui/page.js';
import { SetUpDone } from './set-up-done.js';
import { SetUpStart } from './set-up-start.js';

const POWERS = powersOf({ roles: [], recovery: false }, true);

/** What whoever opened a set-up link has: the first three steps of one connection. */
export const SetUpLinkPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { setUp } = useSession();
  const [step, setStep] = useState<SetUpStep | 'start' | undefined>('start');
  if (setUp === null)
    return (
      <Page title={t('setUpLink.over.title')}>
        <Text maw="44rem">{t('setUpLink.over.text')}</Text>
      </Page>
    );
  if (step === 'start') return <SetUpStart setUp={setUp} onBegin={() => setStep(undefined)} />;
  // To turn it on is for the administrators of the company.
  if (step === 'turn_on') return <SetUpDone setUp={setUp} onBack={() => setStep('test')} />;
  return <SetUp connectionId={setUp.connection.id} step={step} onStep={setStep} powers={POWERS} />;
};
