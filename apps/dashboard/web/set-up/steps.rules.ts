import type { Connection, ConnectionDraft } from '@portico/contracts';

export type SetUpStep = ConnectionDraft['step'];

const LISTED: readonly SetUpStep[] = ['create_application', 'enter_values', 'test', 'turn_on'];

export const isSetUpStep = (value: unknown): value is SetUpStep => LISTED.some((step) => step === value);

/** The steps of a set-up; the platform's own Google client needs neither an application nor values. */
export const stepsOf = ({ provider }: Pick<Connection, 'provider'>): readonly SetUpStep[] =>
  provider === 'google' ? ['test', 'turn_on'] : LISTED;

interface Progress {
  isProved: boolean;
}

type Known = Pick<Connection, 'provider' | 'revision' | 'pendingRevision' | 'mode' | 'draft'>;

/** Where a set-up is gone on with: at the step of the draft, else at what is still to be done. */
export const stepToGoOn = (connection: Known, { isProved }: Progress): SetUpStep => {
  const steps = stepsOf(connection);
  const { draft, revision, pendingRevision } = connection;
  if (draft !== null && steps.includes(draft.step)) return draft.step;
  if (revision === 0) return 'create_application';
  if (pendingRevision !== null || !isProved) return 'test';
  return 'turn_on';
};

/** Whether the step can be gone to: values come before a test, a test does not have to come before turning on. */
export const isReachable = (step: SetUpStep, { revision, pendingRevision }: Known): boolean =>
  step === 'create_application' || step === 'enter_values' || revision > 0 || pendingRevision !== null;

/** The step that is shown: the one that is asked for, where it can be gone to. */
export const stepToShow = (
  wanted: SetUpStep | undefined,
  connection: Known,
  isProved: boolean,
): SetUpStep => {
  const steps = stepsOf(connection);
  const step = wanted ?? stepToGoOn(connection, { isProved });
  return steps.includes(step) && isReachable(step, connection) ? step : (steps[0] ?? 'test');
};
