/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES, Provider, type Code } from '@portico/contracts';
import { LINT_RULES } from '@portico/policy';
import { codesDe } from '../texts/codes.de.js';
import { lintDe } from '../texts/lint.de.js';

const guides = join(import.meta.dirname, '../../../../docs/guides');

/** The first cells of the last table of a guide: what the page says when something goes wrong. */
const messagesIn = (language: string, provider: Provider): string[] =>
  (
    readFileSync(join(guides, language, `${provider}.md`), 'utf8')
      .split(/^## /m)
      .at(-2) ?? ''
  )
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => (line.split('|')[1] ?? '').trim().replace(/\\([_*{}<>])/g, '$1'));

/** The German for a sentence of the catalogue or the linter. */
const inGerman = (message: string): string[] => [
  ...LINT_RULES.filter((rule) => rule.message === message).map(({ rule }) => lintDe[rule] ?? ''),
  ...(Object.keys(CODES) as Code[]).flatMap((code) =>
    (['userText', 'adminText'] as const)
      .filter((text) => CODES[code][text] === message)
      .map((text) => codesDe[code][text]),
  ),
];

describe('the German guides', () => {
  it.each(Provider.options)('quote what the page says in German: %s', (provider) => {
    const quoted = messagesIn('de', provider);
    const wrong = messagesIn('en', provider).filter(
      (message, place) => !inGerman(message).includes(quoted[place] ?? ''),
    );
    expect(wrong).toEqual([]);
  });
});
