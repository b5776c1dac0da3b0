import type { Schedule } from './signing-keys.rules.js';

/** When keys change by themselves, as the deployment has it. */
export class SigningKeySchedule implements Schedule {
  readonly leadSeconds: number;
  readonly days: number;

  constructor({ leadSeconds, days }: Schedule) {
    this.leadSeconds = leadSeconds;
    this.days = days;
  }
}
