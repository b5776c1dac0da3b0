import { readNamedCodes } from './named-codes.ts';

const codes = ['connection_off', 'sso_required', 'try_again'];

const read = (text: string) => readNamedCodes('a.spec.ts', (word) => codes.includes(word), text);

describe('the codes that a test expects', () => {
  it.each([
    ['in a call to throw', `it('a', () => { throw new AppError('try_again'); });`],
    ['in a comment', `it('a', () => { /* try_again */ expect(1).toBe(1); });`],
    ['in a fixture', `const fixture = { code: 'try_again' }; it('a', () => { use(fixture); });`],
    ['in a longer text', `it('a', () => { expect(text).toBe('not try_again'); });`],
  ])('are not those %s', (_, text) => {
    expect(read(text)).toEqual([]);
  });

  it.each([
    ['in an expectation', `it('b', () => { expect(page.code).not.toBe('try_again'); });`],
    [
      'in a check of this house',
      `it('b', async () => { await expectRefusal(facts, { code: 'try_again' }); });`,
    ],
    ['as an entry of the catalogue', `it('b', () => { expect(alert).toBe(CODES.try_again.userText); });`],
    [
      'in a constant',
      `const refused = { code: 'try_again' }; it('b', () => { expect(it).toEqual(refused); });`,
    ],
  ])('are those %s', (_, text) => {
    expect(read(`describe('a', () => { ${text} });`)).toEqual([{ code: 'try_again', test: 'a b' }]);
  });

  it('are those in the rows of a table, each under its own words', () => {
    expect(read(`it.each([['one', 'connection_off'], ['two', 'sso_required']])('is %s', () => {});`)).toEqual(
      [
        { code: 'connection_off', test: 'is one' },
        { code: 'sso_required', test: 'is two' },
      ],
    );
  });
});
