import { toParameter } from './database-values.rules.js';

describe(toParameter.name, () => {
  it.each([
    [null, null],
    [undefined, null],
    ['', ''],
    [0, '0'],
    [false, 'false'],
    [10n, '10'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [{ a: "it's" }, `{"a":"it's"}`],
    [[], '{}'],
    [['a', 'b,"c"', null, 'd\\', ''], '{"a","b,\\"c\\"",NULL,"d\\\\",""}'],
  ])('writes %j as PostgreSQL reads it', (value, text) => {
    expect(toParameter(value)).toBe(text);
  });

  it('refuses what has no text', () => {
    expect(() => toParameter(() => 1)).toThrow('a function is no parameter');
  });
});
