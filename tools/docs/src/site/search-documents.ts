import { toWords } from './markdown.ts';
import type { Page } from './pages.ts';

interface SearchDocument {
  id: string;
  title: string;
  page: string;
  text: string;
}

/** Long tables and examples would make the file large and find everything. */
const MOST = 1500;

const sectionsOf = (page: Page): SearchDocument[] =>
  page.html
    .replaceAll(/<pre[\s\S]*?<\/pre>|<a class="here"[\s\S]*?<\/a>/g, ' ')
    .split(/(?=<h[1-3] id=)/)
    .flatMap((html) => {
      const [, level, anchor = '', heading = ''] =
        /^<h([1-3]) id="([^"]*)">([\s\S]*?)<\/h\1>/.exec(html) ?? [];
      if (level === undefined) return [];
      const text = toWords(html.replace(/^<h[\s\S]*?<\/h[1-3]>/, '')).slice(0, MOST);
      const id = level === '1' ? page.address : `${page.address}#${anchor}`;
      return [{ id, title: toWords(heading), page: page.title, text }];
    });

/** Every section of every page for the search, as a script: a page from a disk may load no JSON. */
export const searchDocuments = (pages: Page[]): string =>
  `window.searchDocuments = ${JSON.stringify(pages.flatMap(sectionsOf))};\n`;
