import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Provider } from '@portico/contracts';
import { Marked } from 'marked';
import { GuideLanguage, toGuideAddress } from './guide.rules.js';

/** Where the build lays the guides of docs/guides, seen from the sources and from the built program alike. */
const FOLDER = join(import.meta.dirname, '..', '..', 'dist', 'guide-texts');

/** A guide as HTML, from Markdown of our own. */
export interface Guide {
  title: string;
  html: string;
  /** Without its title: the page that it stands in has one. */
  body: string;
}

const marked = new Marked({
  walkTokens: (token) => {
    if (token.type === 'image' || token.type === 'link') token.href = toGuideAddress(String(token.href));
  },
});

const readGuide = (language: GuideLanguage, provider: Provider): Guide => {
  const markdown = readFileSync(join(FOLDER, language, `${provider}.md`), 'utf8');
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? provider;
  const body = marked.parse(markdown.replace(/^# .+$/m, ''), { async: false });
  return { title, html: marked.parse(markdown, { async: false }), body };
};

/** Every guide, by language and provider; a missing one stops the start. */
export const readGuides = (): ReadonlyMap<string, Guide> =>
  new Map(
    GuideLanguage.options.flatMap((language) =>
      Provider.options.map((provider) => [`${language}/${provider}`, readGuide(language, provider)] as const),
    ),
  );

/** The guides' pictures, by their name. */
export const readPictures = (): ReadonlyMap<string, Buffer> => {
  const folder = join(FOLDER, 'pictures');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.svg')) : [];
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
};
