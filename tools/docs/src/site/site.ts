import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Eta } from 'eta';
import { arrange, type NavigationSection } from './navigation.ts';
import { type Page, readPages } from './pages.ts';
import { searchDocuments } from './search-documents.ts';
import { relativeAddress } from './sources.ts';

/** What the site consists of, by address: text that is written, or a file that is copied. */
export type SiteFile = { text: string } | { copyOf: string };

const ASSETS = join(import.meta.dirname, 'assets');
const eta = new Eta({ views: import.meta.dirname, autoTrim: false });

interface Entry {
  title: string;
  href: string;
  isCurrent: boolean;
}

/** The side bar as one page sees it. */
const sideBarOf = (page: Page, sections: NavigationSection[], bySource: Map<string, Page>) => {
  const entryOf = (source: string): Entry => {
    const { title = source, address = '' } = bySource.get(source) ?? {};
    return { title, href: relativeAddress(page.address, address), isCurrent: source === page.source };
  };
  return sections.map(({ title, groups }) => ({
    title,
    groups: groups.map((group) => ({
      title: group.title,
      isOpen: group.sources.includes(page.source),
      entries: group.sources.map(entryOf),
    })),
  }));
};

/** The page before and after it, in the order of the side bar. */
const neighboursOf = (page: Page, sections: NavigationSection[], bySource: Map<string, Page>) => {
  const order = sections.flatMap(({ groups }) => groups.flatMap(({ sources }) => sources));
  const at = order.indexOf(page.source);
  const entry = (source: string | undefined): Entry | undefined => {
    const other = source === undefined ? undefined : bySource.get(source);
    if (!other) return undefined;
    return { title: other.title, href: relativeAddress(page.address, other.address), isCurrent: false };
  };
  return { before: entry(order[at - 1]), after: entry(order[at + 1]) };
};

const searchLibrary = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('minisearch')), '../umd/index.js');

/** The whole documentation as files that need no server and work at any address. */
export const buildSite = (root: string): Map<string, SiteFile> => {
  const { pages, files } = readPages(root);
  const bySource = new Map(pages.map((page) => [page.source, page]));
  const sections = arrange(pages.map(({ source }) => source));
  const site = new Map<string, SiteFile>();
  for (const [address, source] of files) site.set(address, { copyOf: join(root, source) });
  for (const page of pages) {
    const text = eta.render('./page', {
      page,
      sideBar: sideBarOf(page, sections, bySource),
      contents: page.headings.filter(({ level }) => level === 2),
      ...neighboursOf(page, sections, bySource),
      to: (address: string) => relativeAddress(page.address, address),
    });
    site.set(page.address, { text });
  }
  for (const asset of ['style.css', 'search.js'])
    site.set(`assets/${asset}`, { text: readFileSync(join(ASSETS, asset), 'utf8') });
  site.set('assets/minisearch.js', { copyOf: searchLibrary() });
  site.set('assets/search-documents.js', { text: searchDocuments(pages) });
  return site;
};
