import { SsoConnectionTested } from '@portico/contracts';
import { fact, type FactDraft } from '@portico/messaging';
import type { TestOutcome } from './connection-test.store.js';
import type { EndedTest } from './overdue-test.store.js';

export const connectionTested = (
  { tenantId, id, connectionId, provider, revision, askedBy }: EndedTest,
  { passed, code }: Pick<TestOutcome, 'passed' | 'code'>,
): FactDraft =>
  fact(SsoConnectionTested, {
    tenantId,
    subject: id,
    data: { testId: id, connectionId, provider, revision, passed, askedBy, code: code ?? undefined },
  });
