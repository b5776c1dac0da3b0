import { AppError } from '@portico/contracts';
import { FAILURES_OF_CONNECTION } from './failures.rules.js';

describe('FAILURES_OF_CONNECTION', () => {
  it.each(FAILURES_OF_CONNECTION)("%s is the company's or its provider's to mend", (code) => {
    expect(['tenant_admin', 'identity_provider']).toContain(new AppError(code).entry.turn);
  });
});
