import { AppError } from '@portico/contracts';
import { toAppError } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { FindSettings } from '../settings/find-settings.js';
import type { TestOutcome, TestRow } from '../tests/connection-test.store.js';
import { toEvidence } from '../tests/evidence.rules.js';
import { toKeptClaims } from '../tests/kept.rules.js';
import { logRefused } from '../tests/log-refused.js';
import { toRefusedOutcome } from '../tests/refused-outcome.rules.js';
import type { TestInFlight } from '../tests/test-cookies.js';
import { FinishUpstream } from '../upstream/finish-upstream.js';
import { PreviewUser } from './preview-user.js';

/** Has the answer to a test verified exactly as a login's, and foresees its user; whatever fails is the test's result. */
@Injectable()
export class TryConnection {
  private readonly logger = new Logger(TryConnection.name);

  constructor(
    private readonly finishUpstream: FinishUpstream,
    private readonly findSettings: FindSettings,
    private readonly previewUser: PreviewUser,
  ) {}

  async run(
    test: TestRow,
    inFlight: TestInFlight,
    callbackParameters: URLSearchParams,
  ): Promise<TestOutcome> {
    let claims: TestOutcome['claims'] = null;
    try {
      if (!test.connection) throw new AppError('internal_error', { detail: 'a test without values' });
      // Nobody is asked again after a test: no token of it is kept.
      const connection = { ...test.connection, recheckMinutes: null };
      const known = await this.findSettings.run(test.tenantId);
      const verified = await this.finishUpstream.run({
        ...inFlight,
        connection,
        callbackParameters,
        onClaims: (idToken, userinfo) => (claims = toKeptClaims(idToken, userinfo)),
      });
      const foreseen = await this.previewUser.run(known, connection, verified);
      return { ...foreseen, claims, evidence: toEvidence(verified.claims) };
    } catch (thrown) {
      const error = toAppError(thrown);
      logRefused(this.logger, error);
      return toRefusedOutcome(error, { claims });
    }
  }
}
