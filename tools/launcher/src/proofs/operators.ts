import type { Proof } from './proof.ts';

/** What keeps an operator from setting Portico up in a way that lets others in. */
export const OPERATORS: Proof[] = [
  {
    defence: 'keys of npm start serve nobody behind https',
    file: 'apps/broker/src/env.ts',
    text: "if (isSerious(read) && holdsDemoKey(read[name] ?? '')) refuse(name, DEMO_KEY_REFUSED);",
    replacement: 'void name;',
    tests: 'apps/broker/src/env',
    name: 'refuses the keys of npm start',
  },
  {
    defence: 'a service whose clock is off is not ready',
    file: 'libs/service-kit/src/database.module.ts',
    text: 'if (row) checkClock(row.now, sentAt, Date.now());',
    replacement: '',
    tests: 'libs/service-kit/src/clock.int',
    name: 'F19 is not ready',
  },
  {
    defence: 'a password link is handed to the platform alone',
    file: 'apps/identity/src/passwords/passwords.controller.ts',
    text: "@NeedsScope('sso:seed')",
    replacement: "@NeedsScope('users:write')",
    tests: 'apps/identity/src/passwords/password-links.int',
    name: 'without the scope of the platform',
  },
];
