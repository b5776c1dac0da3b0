import type { Door } from './door.ts';

/** The doors where a stranger may type any address; the people are the demo's. */
export const DOORS: Door[] = [
  {
    name: 'screen 2',
    path: '/sso',
    fields: {},
    status: 404,
    kinds: [
      { name: 'unknown', email: 'nobody@solo.example' },
      { name: 'known, without single sign-on', email: 'admin@solo.example' },
    ],
  },
  {
    name: 'the password door',
    path: '/password',
    fields: { password: 'not-the-password' },
    status: 401,
    kinds: [
      { name: 'unknown', email: 'nobody@acme.example' },
      { name: 'known', email: 'admin@acme.example' },
      { name: 'known in two organisations', email: 'agent@acme.example' },
    ],
  },
];
