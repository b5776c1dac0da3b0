import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CODES, Provider } from '@portico/contracts';
import { LINT_RULES } from '@portico/policy';

const docs = join(import.meta.dirname, '../../../docs');
const guides = join(docs, 'guides');
const LANGUAGES = ['en', 'de'] as const;
const EVERY_GUIDE = LANGUAGES.flatMap((language) =>
  Provider.options.map((provider) => `guides/${language}/${provider}.md`),
);

const read = (path: string): string => readFileSync(path, 'utf8');
const guideOf = (language: (typeof LANGUAGES)[number], provider: string): string =>
  read(join(guides, language, `${provider}.md`));

/** What has to be alike in both languages: headings by level, list items and table rows by section. */
const skeletonOf = (guide: string): string[] =>
  guide.split(/^(?=#)/m).map((section) => {
    const count = (start: RegExp): number => section.split('\n').filter((line) => start.test(line)).length;
    const level = /^#+/.exec(section)?.[0] ?? '';
    return `${level} ${count(/^\s*(?:-|\d+\.) /)} items, ${count(/^\|/)} rows, ${count(/^\s*!\[/)} pictures`;
  });

const targetsIn = (text: string): string[] =>
  [...text.matchAll(/\]\((?!https:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);

/** The first cells of the last table: what the page says when something goes wrong. */
const messagesIn = (guide: string): string[] =>
  (guide.split(/^## /m).at(-2) ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => (line.split('|')[1] ?? '').trim().replace(/\\([_*{}<>])/g, '$1'));

const REAL_MESSAGES = new Set([
  ...LINT_RULES.map(({ message }) => message),
  ...Object.values(CODES).flatMap(({ userText, adminText }) => [userText, adminText]),
]);

describe('the guides', () => {
  it.each(LANGUAGES)('are there for every provider and for nothing else (%s)', (language) => {
    expect(readdirSync(join(guides, language)).sort()).toEqual(
      Provider.options.map((provider) => `${provider}.md`).sort(),
    );
  });

  it.each(Provider.options)('say as much in both languages: %s', (provider) => {
    expect(skeletonOf(guideOf('de', provider))).toEqual(skeletonOf(guideOf('en', provider)));
  });

  it.each(Provider.options)('have every section: %s', (provider) => {
    const headings = [...guideOf('en', provider).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      ...['What you need first', 'Step by step', 'What goes where', 'Claims', 'The secret'],
      ...['Who may sign in', 'Signing out', 'Trying it', 'Usual mistakes', 'Where this is from'],
    ]);
  });

  it.each(Provider.options)('quote what the catalogue or the linter really says: %s', (provider) => {
    const messages = messagesIn(guideOf('en', provider));
    expect(messages.length).toBeGreaterThan(3);
    expect(messages.filter((message) => !REAL_MESSAGES.has(message))).toEqual([]);
  });

  it('name no placeholder that the page does not fill', () => {
    const named = EVERY_GUIDE.flatMap(
      (path) => read(join(docs, path)).match(/`[^`\n]*\{\w+\}[^`\n]*`/g) ?? [],
    );
    const known = /\{(?:redirectUri|backchannelLogoutUri|brokerUrl)\}/;
    expect(named.filter((text) => !known.test(text))).toEqual([]);
  });

  it('use every picture, and no other', () => {
    const used = new Set(EVERY_GUIDE.flatMap((path) => targetsIn(read(join(docs, path)))));
    const there = readdirSync(join(guides, 'pictures')).map((name) => `../pictures/${name}`);
    expect([...used].filter((target) => target.endsWith('.svg')).sort()).toEqual(there.sort());
  });

  it.each([...EVERY_GUIDE, 'providers.md'])('lead nowhere else than to what is there: %s', (path) => {
    const missing = targetsIn(read(join(docs, path))).filter(
      (target) => !existsSync(resolve(docs, dirname(path), target)),
    );
    expect(missing).toEqual([]);
  });
});

describe('the pictures', () => {
  it.each(readdirSync(join(guides, 'pictures')))(
    'say what they show, and fetch and run nothing: %s',
    (name) => {
      const picture = read(join(guides, 'pictures', name));
      expect(picture).toMatch(/<title id="title">[^<]{5,}<\/title>\s*<desc id="desc">[^<]{20,}<\/desc>/);
      expect(picture).not.toMatch(/<script|<style|<image|<use|href|\son\w+=|url\(/);
    },
  );
});
