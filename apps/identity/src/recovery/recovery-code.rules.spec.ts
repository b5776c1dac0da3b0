import { hashOfCode, makeCodes, readCode } from './recovery-code.rules.js';

const OWNER = { tenantId: 'acme', userId: 'scout' };

describe(readCode.name, () => {
  it.each([
    ['nothing', ''],
    ['too few characters', 'ABCD-EFGH-JKMN-PQR'],
    ['too many', 'ABCD-EFGH-JKMN-PQRST'],
    ['a letter that is in none', 'ABCD-EFGH-JKMN-PQRU'],
    ['a character that is none', 'ABCD-EFGH-JKMN-PQR*'],
  ])('refuses %s', (_, typed) => {
    expect(readCode(typed)).toBeNull();
  });

  it.each([
    ['as it is shown', '0ABC-DEF1-HJKM-NPQ1'],
    ['in small letters, without hyphens', '0abcdef1hjkmnpq1'],
    ['with what looks alike', 'oABC-DEFI-HJKM-NPQl'],
    ['with spaces and dashes of a text program', ' 0ABC DEF1 – HJKM — NPQ1 '],
    ['in full width', '０ＡＢＣ－ＤＥＦ１－ＨＪＫＭ－ＮＰＱ１'],
  ])('reads a code %s', (_, typed) => {
    expect(readCode(typed)).toBe('0ABCDEF1HJKMNPQ1');
  });
});

describe(makeCodes.name, () => {
  it('makes ten codes of 80 bits that can be read', () => {
    const codes = Array.from({ length: 50 }, makeCodes).flat();
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readCode(code)).toBe(code.replaceAll('-', ''));
    }
    // Every character of the alphabet stands at every place, sooner or later.
    for (const place of [0, 1, 17, 18])
      expect(new Set(codes.map((code) => code.charAt(place))).size).toBeGreaterThan(24);
  });
});

describe(hashOfCode.name, () => {
  it('is another for another user and another tenant', () => {
    const hashes = [OWNER, { ...OWNER, userId: 'jem' }, { ...OWNER, tenantId: 'globex' }].map((owner) =>
      hashOfCode(owner, 'ABCDEFGHJKMNPQRS').toString('hex'),
    );
    expect(new Set(hashes).size).toBe(3);
  });
});
