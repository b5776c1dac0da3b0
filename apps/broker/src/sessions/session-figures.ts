import { SessionEnded } from '@portico/contracts';
import { counter } from '@portico/service-kit';

/** Sessions that began: one for each completed login whose browser went on with it. */
export const begun = counter({
  name: 'portico_sessions_begun_total',
  help: 'Sessions that began, by the method of their login',
  labels: { method: ['sso', 'password', 'recovery'] },
});

/** Sessions that ended. */
export const ended = counter({
  name: 'portico_sessions_ended_total',
  help: 'Sessions that ended, by reason; `expired` at their own time',
  labels: { reason: [...SessionEnded.data.shape.reason.options, 'expired'] },
});
