import type { UserSnapshot } from '@portico/contracts';
import { toAccount } from './account.rules.js';

const verified = (email: string, domains: string[]): boolean | undefined =>
  toAccount({ email } as UserSnapshot, domains).emailVerified;

describe(toAccount.name, () => {
  it('calls an address verified only in a domain that the tenant has proved', () => {
    expect(verified('scout@acme.example', [])).toBe(false);
    expect(verified('scout@acme.example', ['globex.example', 'example'])).toBe(false);
    expect(verified('scout@acme.example.evil.example', ['acme.example'])).toBe(false);
    expect(verified('no address', ['acme.example'])).toBe(false);
    expect(verified('Scout@ACME.example', ['acme.example'])).toBe(true);
  });
});
