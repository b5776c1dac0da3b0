import { ESLint } from 'eslint';

/** Lints a snippet as if it stood in the file named, with the repository's own configuration. */
const lint = async (file: string, code: string): Promise<string[]> => {
  const eslint = new ESLint({ cwd: process.cwd() });
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'parse error');
};

describe('the fences of the house', () => {
  it.each([
    [
      'a door that touches a store',
      'apps/broker/src/screens/password-screen.controller.ts',
      `import '../logins/login.store.js';`,
    ],
    ['rules that know Nest', 'apps/broker/src/screens/ways.rules.ts', `import '@nestjs/common';`],
    [
      'a front room that calls another',
      'apps/broker/src/screens/start-login.ts',
      `import '../callback/finish-login.js';`,
    ],
    [
      'a service that speaks NATS by itself',
      'apps/identity/src/match/resolve-identity.ts',
      `import '@nats-io/jetstream';`,
    ],
    [
      'a way to the internet beside the wall',
      'apps/broker/src/callback/finish-login.ts',
      `import 'openid-client';`,
    ],
    ['product code that uses test servers', 'apps/broker/src/main.ts', `import '@portico/testing';`],
    [
      'work that knows its door',
      'apps/broker/src/screens/start-login.ts',
      `import './password-screen.controller.js';`,
    ],
  ])('refuse %s', async (_, file, code) => {
    expect(await lint(file, code)).toContain('portico/imports');
  });

  it.each([
    ['an app that imports another app', 'apps/broker/src/main.ts', `import '../../identity/src/main.js';`],
    ['contracts that import a service library', 'libs/contracts/src/ids.ts', `import '@portico/messaging';`],
    ['policy that imports messaging', 'libs/policy/src/decide.rules.ts', `import '@portico/messaging';`],
  ])('refuse between projects: %s', async (_, file, code) => {
    expect(await lint(file, code)).toContain('@nx/enforce-module-boundaries');
  });

  it('refuse an environment variable read outside env.ts', async () => {
    const found = await lint(
      'apps/broker/src/callback/finish-login.ts',
      `export const url = process.env['NATS_URL'];`,
    );
    expect(found).toContain('no-restricted-properties');
  });

  it('let a door call work', async () => {
    const found = await lint(
      'apps/broker/src/screens/password-screen.controller.ts',
      `import './start-login.js';`,
    );
    expect(found).not.toContain('portico/imports');
  });
});
