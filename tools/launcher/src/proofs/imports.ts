import type { Proof } from './proof.ts';

const imports = 'apps/identity/src/imports';
const cognito = 'tools/portico/src/cognito';

/** Users and identities that come from elsewhere. */
export const IMPORTS: Proof[] = [
  {
    defence: "an import pins no identity that is somebody else's",
    file: `${imports}/link-directory.rules.ts`,
    text: 'if (findSameLink(link, rivals)) continue;',
    replacement: 'if (rivals.length > 0) continue;',
    tests: `${imports}/import-links`,
    name: 'M18',
  },
  {
    defence: 'a link of an import holds no blank at an end and nothing that cannot be shown',
    file: `${imports}/import-line.rules.ts`,
    text: 'links.forEach((link, n) => checkPlainLink(link, `/links/${String(n)}`));',
    replacement: '',
    tests: `${imports}/import-links`,
    name: 'M21',
  },
  {
    defence: 'who never proved to be somebody does not become a user',
    file: `${cognito}/plan-users.rules.ts`,
    text: "if (user.status === 'UNCONFIRMED')",
    replacement: 'if (Date.now() < 0)',
    tests: `${cognito}/plan-users`,
    name: 'M12',
  },
  {
    defence: 'an address that nobody verified puts nobody into a tenant',
    file: `${cognito}/tenant-of.rules.ts`,
    text: "if (user.attributes['email_verified'] !== 'true') return undefined;",
    replacement: '',
    tests: `${cognito}/plan-users`,
    name: 'M12',
  },
  {
    defence: 'nobody gets the identity of another profile for its address alone',
    file: `${cognito}/plan-users.rules.ts`,
    text: 'const links = chooseLinks(kept, tenant, mapping);',
    replacement:
      'const links = chooseLinks({ ...kept, identities: [kept, ...others].flatMap((one) => one.identities) }, tenant, mapping);',
    tests: `${cognito}/plan-users`,
    name: 'M12',
  },
  {
    defence: "nobody comes under the id of another tenant's user",
    file: 'apps/identity/src/migrations/1764590000000-user-ids-are-unique.ts',
    text: 'CREATE UNIQUE INDEX CONCURRENTLY app_user__id__unique',
    replacement: 'CREATE INDEX CONCURRENTLY app_user__id__unique',
    tests: `${imports}/import-users`,
    name: "A01 adds a user of its own for another tenant's address",
  },
  {
    defence: 'a tenant admin chooses no id for somebody new',
    file: `${imports}/plan-import.rules.ts`,
    text: '    checkMayChooseId(whole.id, bearer);\n',
    replacement: '',
    tests: `${imports}/import-users`,
    name: 'A01 refuses a tenant admin an id of their choice',
  },
];
