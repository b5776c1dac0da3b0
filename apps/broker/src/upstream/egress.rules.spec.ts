import { isPublicAddress } from './addresses.rules.js';
import { judgeTarget } from './egress.rules.js';

const reasonOf = (text: string, allowed: string[] = []): string => {
  const target = judgeTarget(text, allowed);
  return target.outcome === 'refused' ? target.reason : 'open';
};

const SPECIAL_HOSTS = [
  ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '127.0.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
  ...['192.0.2.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.0.8'],
  ...['[::1]', '[::]', '[fc00::1]', '[fe80::1]', '[ff02::1]', '[::ffff:169.254.169.254]', '[::ffff:8.8.8.8]'],
  ...[
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::1]',
    '[::127.0.0.1]',
    '[2001:db8::1]',
    '[2001::1]',
  ],
];

const SPELLINGS = [
  ...[
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
  ],
  ...[
    'https://①②⑦.⓪.⓪.①/',
    'https://１２７.０.０.１/',
    'https://127。0。0。1/',
    'https:\\\\169.254.169.254\\',
  ],
  ...[
    'https://localhost./',
    'https://LOCALHOST/',
    'https://idp.localhost/',
    'https://127.0.0.1./',
    'https://[::0001]/',
  ],
];

describe(judgeTarget.name, () => {
  it.each(SPECIAL_HOSTS)('S01 refuses the special address %s', (host) => {
    expect(reasonOf(`https://${host}/realms/acme`)).toBe('private');
  });

  it.each(SPELLINGS)('S02 refuses the spelling %s', (text) => {
    expect(reasonOf(text)).toBe('private');
  });

  it.each(['https://postgres/', 'https://metadata/'])(
    'S02 refuses %s, which only this network knows',
    (text) => {
      expect(reasonOf(text)).toBe('private');
    },
  );

  it.each([
    ['http://idp.example.com/', 'insecure'],
    ['ftp://idp.example.com/', 'insecure'],
    ['file:///etc/passwd', 'insecure'],
    ['data:application/json,{}', 'insecure'],
    ['javascript:alert(1)', 'insecure'],
    ['https://idp.example.com:8443/', 'insecure'],
    ['https://idp.example.com:80/', 'insecure'],
    ['https://scout:secret@idp.example.com/', 'malformed'],
    ['https://scout@idp.example.com/', 'malformed'],
    ['idp.example.com', 'malformed'],
    ['', 'malformed'],
  ])('S07 refuses %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it.each([
    ['another port', 'http://127.0.0.1:3006/'],
    ['another scheme', 'https://127.0.0.1:3005/'],
    ['another name of the same host', 'http://localhost:3005/'],
    ['a longer port', 'http://127.0.0.1:30055/'],
  ])('S07 refuses %s than the allowed origin', (_, text) => {
    expect(reasonOf(text, ['http://127.0.0.1:3005'])).not.toBe('open');
  });

  it('S07 refuses credentials even at an allowed origin', () => {
    expect(reasonOf('http://scout@127.0.0.1:3005/', ['http://127.0.0.1:3005'])).toBe('malformed');
  });

  it('opens an allowed origin without looking at its address', () => {
    const target = judgeTarget('http://127.0.0.1:3005/x', ['http://127.0.0.1:3005']);
    expect(target).toMatchObject({ outcome: 'open', trusted: true });
  });

  it.each([
    'https://idp.example.com/',
    'https://idp.example.com:443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
  ])('opens %s, whose addresses are still to be checked', (text) => {
    expect(judgeTarget(text, [])).toMatchObject({ outcome: 'open', trusted: false });
  });
});

describe(isPublicAddress.name, () => {
  it.each(['fe80::1%eth0', '', 'idp.example.com', '::ffff:8.8.8.8'])(
    'S03 does not take %j for public',
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );
});
