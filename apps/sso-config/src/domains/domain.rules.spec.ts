import { AppError } from '@portico/contracts';
import { readClaim, toChallengeName } from './domain.rules.js';

const claim = (typed: string): string => {
  try {
    return readClaim(typed);
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe(readClaim.name, () => {
  it.each([
    ['a single label', 'acme'],
    ['this machine', 'localhost'],
    ['an IPv4 address', '192.0.2.7'],
    ['an IPv4 address in another spelling', '0xc0.0.2.7'],
    ['an IPv6 address', '[2001:db8::1]'],
    ['a top-level domain', 'com'],
    ['a public suffix', 'co.uk'],
    ['a public suffix in capitals', 'CO.UK'],
    ['a suffix under which anybody gets a name', 'github.io'],
    ['a mailbox provider', 'gmail.com'],
    ['a mailbox provider in capitals', 'Outlook.COM'],
    ['a name below a mailbox provider', 'mail.yahoo.co.uk'],
    ['an address', 'boo@acme.example'],
    ['an address without a local part', '@acme.example'],
    ['a web address', 'https://acme.example'],
    ['a path', 'acme.example/sso'],
    ['a port', 'acme.example:443'],
    ['a dot at the end', 'acme.example.'],
    ['two dots', 'acme..example'],
    ['a wildcard', '*.acme.example'],
    ['an underscore', '_dmarc.acme.example'],
    ['M15 a full stop that is none', 'acme\u3002example'],
    ['M15 a letter that only looks like one', 'acm\uff45.example'],
    ['M15 an invisible character', 'ac\u200bme.example'],
    ['a label that is too long', `${'a'.repeat(64)}.example`],
    ['a name that leaves no room for the challenge', `${'a.'.repeat(115)}example`],
  ])('refuses %s', (_, typed) => {
    expect(claim(typed)).toBe('domain_invalid');
  });

  it.each([
    ['acme.example', 'acme.example'],
    ['ACME.Example', 'acme.example'],
    ['eu.acme.example', 'eu.acme.example'],
    ['acme.co.uk', 'acme.co.uk'],
    ['acme.github.io', 'acme.github.io'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['notgmail.com', 'notgmail.com'],
  ])('reads %s as %s', (typed, domain) => {
    expect(claim(typed)).toBe(domain);
  });
});

describe(toChallengeName.name, () => {
  it('is a name below the domain', () => {
    expect(toChallengeName('acme.example')).toBe('_portico-challenge.acme.example');
  });
});
