import { readJsonObject } from './json.rules.js';

describe(readJsonObject.name, () => {
  it.each([
    ['HTML', '<html>'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"{}"'],
    ['half an object', '{"issuer":"https'],
    ['100,000 levels of lists', '['.repeat(100_000)],
    ['100,000 levels of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a member twice', '{"issuer":"a","issuer":"b"}'],
    ['a member twice, once escaped', '{"issuer":"a","iss\\u0075er":"b"}'],
    ['a member twice further in', '{"keys":[{"kid":"a","kid":"b"}]}'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['an escaped __proto__', '{"a":{"\\u005f_proto__":1}}'],
  ])('S12 refuses %s', (_, text) => {
    expect(() => readJsonObject(text)).toThrow(SyntaxError);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('reads an object whose texts look like structure', () => {
    const text = '{"a":"{\\"a\\":[","b":["a","a"],"c":{"a":"\\\\"},"d":"a"}';
    expect(readJsonObject(text)).toEqual(JSON.parse(text));
  });
});
