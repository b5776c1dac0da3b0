import type { Proof } from './proof.ts';

const users = 'apps/identity/src/users';
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
];
