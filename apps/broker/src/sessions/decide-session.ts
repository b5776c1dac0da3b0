import type { UserSnapshot } from '@portico/contracts';
import type { Decision, Purpose } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import { FindSettings } from '../settings/find-settings.js';
import type { KnownSettings } from '../settings/settings.store.js';
import { type Admission, toDecision } from '../settings/decision.rules.js';
import { methodOf } from './method.rules.js';
import type { Session } from './session.store.js';

/** Whether what a session was begun with is still allowed, by the settings of now. */
@Injectable()
export class DecideSession {
  constructor(private readonly findSettings: FindSettings) {}

  async run(
    session: Session,
    {
      application,
      purpose,
      user,
      known,
    }: {
      application: Admission;
      purpose: Purpose;
      user?: UserSnapshot;
      /** The settings, where they have just been read. */
      known?: KnownSettings | null;
    },
  ): Promise<Decision> {
    const settings = known ?? (await this.findSettings.run(session.tenantId));
    // A session without an amr, of the release before, has proved no second factor.
    const proof = { amr: session.account.amr ?? null };
    return toDecision({
      known: settings,
      application,
      user: user ?? session.account,
      method: methodOf(session),
      purpose,
      proof,
    });
  }
}
