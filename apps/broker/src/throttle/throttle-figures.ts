import { counter } from '@portico/service-kit';
import { LIMITS } from './limits.rules.js';

/** Attempts that were one too many. */
export const throttled = counter({
  name: 'portico_throttled_total',
  help: 'Attempts that were refused as too many, by the door',
  labels: { door: Object.keys(LIMITS) },
});
