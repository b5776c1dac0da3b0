import { readDomain, readEmail } from './email.rules.js';

const normalOf = (raw: unknown): string | undefined => readEmail(raw)?.normal;

/** Addresses that look like, fold to or normalise to `kim@example.com` or a part of it, without being it. */
const LOOK_ALIKES = [
  '\u212Aim@example.com', // Kelvin sign
  'k\u0131m@example.com', // dotless i
  'k\u0130m@example.com', // I with dot above
  '\uFF4Bim@example.com', // fullwidth k
  'kim\uFF20example.com',
  'kim\uFE6Bexample.com',
  'kim@example\u3002com', // ideographic full stop
  'kim@example\uFF0Ecom',
  'kim@\uFF45xample.com',
  'k\u200Bim@example.com', // zero-width space
  'k\u200Dim@example.com',
  'kim@exam\u00ADple.com', // soft hyphen
  '\uFEFFkim@example.com',
  'kim\u202E@example.com',
  'k\u3164im@example.com', // Hangul filler, a letter that is not seen
  'kim\uFE0F@example.com', // variation selector
  'k\u0456m@example.com', // Cyrillic i
  'kim@ex\u0430mple.com', // Cyrillic a
  'k\u00EDm@example.com',
  '\u1D4Bim@example.com',
  '\u24DAim@example.com', // circled k
  'kim@\u{1D41E}xample.com', // mathematical bold e
  'k.im@example.com',
  'kim+1@example.com',
  'kim@example.com.',
];

describe(readEmail.name, () => {
  it.each<[string, unknown]>([
    ['M21 an array', ['kim@example.com']],
    ['M21 an object', { toString: () => 'kim@example.com' }],
    ['M21 a number', 1],
    ['M21 nothing', undefined],
    ['M21 null', null],
    ['an empty text', ''],
    ['M16 two at signs', 'a@allowed.com@evil.com'],
    ['M16 a quoted local part', '"kim"@example.com'],
    ['M16 an at sign in quotes', '"a@b"@example.com'],
    ['M16 a comment', 'kim(the boss)@example.com'],
    ['M16 a display name', 'Kim <kim@example.com>'],
    ['M16 a line break', 'kim@example.com\r\nBcc: all@example.com'],
    ['M16 a line break at the end', 'kim@example.com\n'],
    ['M16 NUL', 'kim\0@example.com'],
    ['M16 a tab in the domain', 'kim@exam\tple.com'],
    ['M21 surrounding blanks', ' kim@example.com '],
    ['M16 an address of 1 kB', `kim@${'a'.repeat(60)}.${'example.'.repeat(120)}com`],
    ['a local part of 65 octets', `${'a'.repeat(65)}@example.com`],
    ['a local part of 33 two-octet letters', `${'é'.repeat(33)}@example.com`],
    ['256 octets in fewer characters', `${'é'.repeat(32)}@${'example.'.repeat(23)}example`],
    ['M15 a grapheme joiner, which is not seen', 'k\u034Fim@example.com'],
    ['M15 a variation selector, which is not seen', 'kim\uFE0F@example.com'],
    ['M15 a character that another one stands for', '\uFF71@example.com'],
    ['M15 a fullwidth at sign', 'kim＠example.com'],
    ['M15 a fullwidth at sign beside a real one', 'kim＠allowed.com@evil.com'],
    ['M15 the Kelvin sign', '\u212Aim@example.com'],
    ['M15 the Kelvin sign in the domain', 'kim@\u212Aiosk.com'],
    ['M15 a zero-width space', 'k\u200Bim@example.com'],
    ['M15 a compatibility ligature', 'o\uFB03ce@example.com'],
    ['M15 an empty punycode label', 'kim@xn--..'],
    ['a lone surrogate', 'k\uD800im@example.com'],
    ['a domain without a dot', 'kim@localhost'],
    ['an empty label', 'kim@example..com'],
    ['a dot at the end', 'kim@example.com.'],
    ['a label that begins with a hyphen', 'kim@-example.com'],
    ['an underscore in the domain', 'kim@ex_ample.com'],
    ['an address literal', 'kim@[127.0.0.1]'],
    ['a number as domain', 'kim@127.0.0.1'],
    ['a hexadecimal number as domain', 'kim@0x7f.1'],
    ['a port', 'kim@example.com:25'],
    ['a path', 'kim@example.com/x'],
    ['a percent sign in the domain', 'kim@ex%61mple.com'],
    ['a backslash', 'kim@example.com\\.evil.com'],
    ['a dot at the beginning', '.kim@example.com'],
    ['two dots in a row', 'k..im@example.com'],
    ['no local part', '@example.com'],
    ['no domain', 'kim@'],
  ])('refuses %s', (_, raw) => {
    expect(readEmail(raw)).toBeNull();
  });

  it.each(LOOK_ALIKES)('M15 lets no look-alike collide with an ASCII account: %j', (raw) => {
    expect(normalOf(raw)).not.toBe('kim@example.com');
  });

  it.each<[string, string, string]>([
    ['M14 capitals', 'Kim@EXAMPLE.com', 'kim@example.com'],
    ['M14 a plus tag, which stays', 'Kim+News@example.com', 'kim+news@example.com'],
    ['M14 dots, which stay', 'k.im@gmail.com', 'k.im@gmail.com'],
    ['M15 a composed letter', 'J\u00D6RG@example.com', 'j\u00F6rg@example.com'],
    ['M15 a decomposed letter', 'jo\u0308rg@example.com', 'j\u00F6rg@example.com'],
    ['M15 a sigma, wherever it stands', 'ΟΔΥΣΣΕΥΣ@example.com', 'οδυσσευσ@example.com'],
    ['M15 a final sigma', 'οδυσσευς@example.com', 'οδυσσευσ@example.com'],
    ['M15 a domain outside ASCII', 'kim@B\u00FCcher.example', 'kim@xn--bcher-kva.example'],
    ['M15 the same domain in punycode', 'kim@XN--BCHER-KVA.example', 'kim@xn--bcher-kva.example'],
    ['M15 a domain with sharp s, which is not ss', 'kim@fa\u00DF.example', 'kim@xn--fa-hia.example'],
    [
      'the signs that a local part may have',
      "k!#$%&'*+-/=?^_`{|}~m@example.com",
      "k!#$%&'*+-/=?^_`{|}~m@example.com",
    ],
    ['a local part of 64 octets', `${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('reads %s', (_, raw, normal) => {
    expect(normalOf(raw)).toBe(normal);
  });

  it('M15 reads a normal form as itself', () => {
    const normals = [...LOOK_ALIKES, 'KIM@B\u00FCcher.example', 'ΟΔΟΣ@example.com'].flatMap(
      (raw) => normalOf(raw) ?? [],
    );
    expect(normals.map(normalOf)).toEqual(normals);
  });

  it('M15 maps no single character outside ASCII to an ASCII one, in either part', () => {
    const collisions: string[] = [];
    for (let point = 0x80; point < 0x30000; point++) {
      const character = String.fromCodePoint(point);
      for (const raw of [`a${character}@example.com`, `kim@a${character}.example`]) {
        const normal = normalOf(raw);
        if (normal && !/[^\x00-\x7f]|@xn--/.test(normal)) collisions.push(raw); // eslint-disable-line no-control-regex -- ASCII is meant
      }
    }
    expect(collisions).toEqual([]);
  });

  it('M16 takes the domain from the same reading', () => {
    expect(readEmail('Kim@News.Example.COM')).toEqual({
      normal: 'kim@news.example.com',
      domain: 'news.example.com',
    });
  });
});

describe(readDomain.name, () => {
  it.each([
    'acme',
    'acme.example.',
    '192.0.2.7',
    'https://acme.example',
    'boo@acme.example',
    ' acme.example',
    'acm\uff45.example',
    'acme\u3002example',
    '',
    null,
    ['acme.example'],
  ])('reads no domain in %j', (raw) => {
    expect(readDomain(raw)).toBeNull();
  });

  it.each([
    'acme.example',
    'ACME.example',
    'eu.acme.example',
    'm\u00fcnchen.example',
    'xn--mnchen-3ya.example',
  ])('reads %s as readEmail reads the domain of an address', (raw) => {
    expect(readDomain(raw)).toBe(readEmail(`boo@${raw}`)?.domain);
    expect(readDomain(raw)).not.toBeNull();
  });
});
