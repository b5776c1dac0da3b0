import type { AppError } from '@portico/contracts';
import { ProviderRefusal } from '../upstream/provider-refusal.js';
import type { TestOutcome } from './connection-test.store.js';
import { toKeptError } from './kept.rules.js';

/** What came of a test that was refused, with as much as is known besides. */
export const toRefusedOutcome = (
  error: AppError,
  known: Partial<Pick<TestOutcome, 'claims' | 'match' | 'remedies' | 'evidence'>> = {},
): TestOutcome => ({
  status: 'refused',
  passed: false,
  code: error.code,
  upstreamError: error instanceof ProviderRefusal ? toKeptError(error.sent) : null,
  claims: null,
  match: null,
  evidence: null,
  remedies: [],
  ...known,
});
