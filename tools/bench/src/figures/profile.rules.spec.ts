import { packageOf, readProfile } from './profile.rules.ts';

describe(packageOf.name, () => {
  it.each([
    ['file:///x/node_modules/oidc-provider/lib/a.js', 'oidc-provider'],
    ['file:///x/node_modules/@nestjs/core/router/a.js', '@nestjs/core'],
    ['file:///x/node_modules/a/node_modules/b/index.js', 'b'],
    ['file:///x/apps/broker/dist/main.js', 'apps/broker'],
    ['file:///x/libs/messaging/dist/ask.js', 'libs/messaging'],
    ['node:internal/crypto/sig', 'node:internal/crypto'],
    ['node:net', 'node:net'],
  ])('of %s is %s', (url, name) => {
    expect(packageOf(url, 'f')).toBe(name);
  });

  it('of a script without an address is its function', () => {
    expect(packageOf('', '(garbage collector)')).toBe('native (garbage collector)');
  });
});

describe(readProfile.name, () => {
  it('leaves waiting out and sums what each function took itself', () => {
    const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 4 });
    const summary = readProfile({
      nodes: [
        { id: 1, callFrame: frame('(idle)') },
        { id: 2, callFrame: frame('sign', 'node:crypto') },
        { id: 3, callFrame: frame('find', 'file:///x/node_modules/pg/lib/a.js') },
      ],
      samples: [1, 2, 3, 2],
      timeDeltas: [9000, 1000, 500, 2000],
    });
    expect(summary).toEqual({
      workingMs: 3.5,
      packages: [
        ['node:crypto', 3],
        ['pg', 0.5],
      ],
      functions: [
        ['sign node:crypto:5', 3],
        ['find pg:5', 0.5],
      ],
    });
  });
});
