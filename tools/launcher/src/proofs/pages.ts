import type { Proof } from './proof.ts';

const users = 'apps/dashboard/web/users/import';
const guides = 'tools/docs/src/guides';

export const PAGES: readonly Proof[] = [
  {
    defence: 'a downloaded list has no formula in it',
    file: `${users}/csv.rules.ts`,
    text: "(/^[=+\\-@\\t]/.test(cell) ? `'${cell}` : cell)",
    replacement: 'cell',
    tests: `${users}/csv.rules`,
    name: 'keeps what a spreadsheet would run',
  },
  {
    defence: 'a refused line keeps its reason when an answer is cut off',
    file: `${users}/run-import.ts`,
    text: 'count > refused.length ?',
    replacement: 'count < 0 ?',
    tests: `${users}/run-import`,
    name: 'loses no reason',
  },
  {
    defence: 'no part of a file ends with an empty line, after which the server would refuse the next',
    file: `${users}/split-file.ts`,
    text: "read.line !== '' && ",
    replacement: '',
    tests: `${users}/split-file`,
    name: 'ends no part with an empty line',
  },
  {
    defence: 'guides quote the messages that there are',
    file: 'docs/guides/en/okta.md',
    text: 'The issuer has no -admin in its name.',
    replacement: 'The issuer lacks -admin.',
    tests: guides,
    name: 'quote what the catalogue or the linter really says',
  },
];
