import { matchesLock } from '../bootstrap/installed-packages.mjs';
import { isUsable, nodePackage } from '../bootstrap/node-choice.mjs';

describe(isUsable.name, () => {
  it.each(['v18.20.0', 'v20.20.2', 'v22.21.9', 'v23.11.0', 'v24.10.0', 'v27.0.0', ''])(
    'refuses Node %s',
    (version) => {
      expect(isUsable(version)).toBe(false);
    },
  );

  it.each(['v22.22.0', 'v22.30.1', 'v24.11.0', 'v24.21.0', 'v25.0.0', 'v26.10.0'])(
    'takes Node %s',
    (version) => {
      expect(isUsable(version)).toBe(true);
    },
  );
});

describe(nodePackage.name, () => {
  it('knows none for a platform without one', () => {
    expect(nodePackage('freebsd', 'x64')).toBeUndefined();
  });

  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
  ])('has a usable one for %s-%s', (platform, arch) => {
    expect(isUsable(nodePackage(platform, arch)?.version ?? '')).toBe(true);
  });
});

describe(matchesLock.name, () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'apps/broker': { version: '0.1.0' },
      'node_modules/@portico/broker': { link: true },
      'node_modules/pg': { version: '8.23.1', integrity: 'sha512-a' },
      'node_modules/only-on-windows': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const record = (packages: object) => ({
    packages: { 'node_modules/@portico/broker': { link: true }, ...packages },
  });

  it('refuses where npm has installed nothing', () => {
    expect(matchesLock(lock, undefined)).toBe(false);
  });

  it.each([
    ['another version', { 'node_modules/pg': { version: '8.23.0', integrity: 'sha512-a' } }],
    ['other content', { 'node_modules/pg': { version: '8.23.1', integrity: 'sha512-c' } }],
    ['a missing package', {}],
  ])('refuses %s', (_what, packages) => {
    expect(matchesLock(lock, record(packages))).toBe(false);
  });

  it('accepts the same packages, without those of other platforms', () => {
    expect(
      matchesLock(lock, record({ 'node_modules/pg': { version: '8.23.1', integrity: 'sha512-a' } })),
    ).toBe(true);
  });
});
