import type { Proof } from './proof.ts';

const users = 'apps/identity/src/users';
const rehearsals = 'apps/identity/src/rehearsals';
const imports = 'apps/identity/src/imports';

/** Who stays able to manage a tenant, and who is shown of it. */
export const DIRECTORY: Proof[] = [
  {
    defence: 'the last active administrator stays, whoever asks',
    file: `${users}/keep-admin.ts`,
    text: "if ((await this.users.countAdmins(tx, before.tenantId)) <= 1) throw new AppError('last_admin');",
    replacement: 'void AppError;',
    tests: `${users}/users.int`,
    name: 'cannot be deactivated',
  },
  {
    defence: 'one of two stays who take each other away at once',
    file: `${users}/keep-admin.ts`,
    text: 'await this.users.lockAdmins(tx, before.tenantId);',
    replacement: '',
    tests: `${users}/users.int`,
    name: 'is kept of two who take each other away',
  },
  {
    defence: 'an import takes nobody the last administrator',
    file: `${imports}/plan-import.rules.ts`,
    text: 'admins.check(found, user);',
    replacement: '',
    tests: `${imports}/import-users`,
    name: 'refuses a line that would take the last administrator',
  },
  {
    defence: 'tenant in the list of users',
    file: `${users}/user-list.store.ts`,
    text: "where('app_user.tenant_id = :tenantId')",
    replacement: "where(':tenantId::uuid IS NOT NULL')",
    tests: `${users}/users.int`,
    name: 'A01 keeps to the tenant',
  },
  {
    defence: 'a link is noted as used by the sign-in that uses it',
    file: 'apps/identity/src/match/keep-answer.ts',
    text: "const firstUse = choice.outcome === 'linked' && unused;",
    replacement: 'const firstUse = false && unused;',
    tests: 'apps/identity/src/match/resolve-identity',
    name: 'notes the first use of a link',
  },
  {
    defence: 'a rehearsal counts for 15 minutes',
    file: `${rehearsals}/rehearsal.store.ts`,
    text: "made_at > now() - interval '15 minutes' AS fresh",
    replacement: 'true AS fresh',
    tests: `${rehearsals}/rehearsals`,
    name: 'count for 15 minutes',
  },
  {
    defence: 'a rehearsal is of one connection',
    file: `${rehearsals}/rehearsal.store.ts`,
    text: 'if (row?.connectionId !== connectionId)',
    replacement: 'if (!row || !connectionId)',
    tests: `${rehearsals}/rehearsals`,
    name: 'A01 to another tenant',
  },
  {
    defence: 'an identity of another issuer lets nobody in',
    file: `${rehearsals}/rehearse.rules.ts`,
    text: '(issuer === null || link.issuer === issuer)',
    replacement: 'issuer !== undefined',
    tests: `${rehearsals}/rehearsals`,
    name: 'tell who has signed in with it',
  },
  {
    defence: 'a rehearsal takes no word of a provider that nobody has heard',
    file: `${rehearsals}/rehearse.rules.ts`,
    text: 'if (!evidence) return {};',
    replacement: 'if (!evidence) return { email_verified: true };',
    tests: `${rehearsals}/rehearsals`,
    name: 'take an address that nobody has tested',
  },
  {
    defence: 'an exemption that has ended keeps nobody a password',
    file: 'libs/policy/src/decide.rules.ts',
    text: 'userId === user?.userId && new Date(until) > now',
    replacement: 'userId === user?.userId && until !== null && Boolean(now)',
    tests: `${rehearsals}/rehearsals`,
    name: 'leave those out whom an exemption keeps',
  },
  {
    defence: 'the refused lines of an import are gone a day later',
    file: `${imports}/import-refusal.store.ts`,
    text: "FROM user_import_refusal WHERE refused_at < now() - interval '1 day'",
    replacement: 'FROM user_import_refusal WHERE false',
    tests: `${imports}/large-import`,
    name: 'keeps 10,000 bad lines',
  },
];
