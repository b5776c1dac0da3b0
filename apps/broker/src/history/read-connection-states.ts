import type { ConnectionState, ConnectionStates } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { FindSettings } from '../settings/find-settings.js';
import { type PassedTest, PassedTestStore } from '../tests/passed-test.store.js';
import { FAILURES_OF_CONNECTION } from './failures.rules.js';
import { type ConnectionHistory, SignInHistoryStore } from './sign-in-history.store.js';

/** What logins and tests tell of each connection of a tenant. */
@Injectable()
export class ReadConnectionStates {
  constructor(
    private readonly database: Database,
    private readonly findSettings: FindSettings,
    private readonly history: SignInHistoryStore,
    private readonly passedTests: PassedTestStore,
  ) {}

  async run(tenantId: string): Promise<ConnectionStates> {
    const { settings } = await this.findSettings.run(tenantId);
    const connections = [...settings.connections, ...settings.unusable];
    const ids = connections.map(({ id }) => id);
    return await this.database.inTenant(tenantId, async (tx) => {
      // A test of the live values mends as a login does; one of values that wait says nothing of these.
      const tested = await this.passedTests.listSucceeded(tx, tenantId, connections);
      const wanted = ids.map((id) => ({ connectionId: id, testedAt: tested.get(id) ?? null }));
      const histories = await this.history.listConnections(tx, tenantId, wanted, FAILURES_OF_CONNECTION);
      const passed = await this.passedTests.listNewest(tx, tenantId, ids);
      return {
        states: histories.map((history) =>
          toState(
            history,
            passed.find(({ connectionId }) => connectionId === history.connectionId),
          ),
        ),
      };
    });
  }
}

const toState = (
  { connectionId, lastSignInAt, failing, admin }: ConnectionHistory,
  passed: PassedTest | undefined,
): ConnectionState => ({
  connectionId,
  lastSignInAt: lastSignInAt?.toISOString() ?? null,
  failing: failing && { ...failing, since: failing.since.toISOString() },
  proof: toProof(passed, admin),
});

/** The newer revision of the two; a test where both have proved the same one. */
const toProof = (
  test: PassedTest | undefined,
  login: ConnectionHistory['admin'],
): ConnectionState['proof'] => {
  const byTest = test !== undefined && test.revision >= (login?.revision ?? 0);
  const newer = byTest ? test : login;
  if (!newer) return null;
  const { revision, userId, at } = newer;
  return { revision, userId, by: byTest ? 'test' : 'login', at: at.toISOString() };
};
