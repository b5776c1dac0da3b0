import { AppError, type CheckConnection, type ConnectionCheck } from '@portico/contracts';
import { lintConnection, type LintInput } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { explainRefusal, isFaulty, toFound, toLintInput } from './check.rules.js';
import type { ConnectionKey } from './connection.store.js';
import { Issuers } from './issuers.client.js';
import { type Newest, ReadNewest } from './read-newest.js';
import { checkFields } from './wanted-values.rules.js';

/** Says what is wrong with values before anybody saves them, and what is behind their Discovery URL; stores nothing. */
@Injectable()
export class CheckValues {
  constructor(
    private readonly database: Database,
    private readonly newest: ReadNewest,
    private readonly issuers: Issuers,
  ) {}

  async run({ key, wanted }: { key: ConnectionKey; wanted: CheckConnection }): Promise<ConnectionCheck> {
    const stored = await this.database.inTenant(key.tenantId, (tx) =>
      this.newest.run(tx, key, { locked: false }),
    );
    const { provider } = stored.row;
    checkFields(provider, wanted);
    const input = toLintInput(provider, wanted);
    const findings = lintConnection(input);
    // What is known to be wrong is not reached for, and everybody has the same client of Google.
    const isLookedAt = input.discoveryUrl !== undefined && !isFaulty(findings, '/discoveryUrl');
    return isLookedAt || provider === 'google' ? await this.look(stored, input) : { findings, found: null };
  }

  private async look({ values }: Newest, input: LintInput): Promise<ConnectionCheck> {
    try {
      const found = await this.issuers.inspect(input.provider, input.discoveryUrl);
      const issuer = input.provider === 'google' ? undefined : found.issuer;
      return { findings: lintConnection({ ...input, issuer }), found: toFound(found, values) };
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('discovery_')) throw error;
      return { findings: explainRefusal(input, error.code), found: null };
    }
  }
}
