import type { Proof } from './proof.ts';

const imports = 'apps/identity/src/imports';

/** Identities that come with users in bulk. */
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
];
