import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parse } from 'yaml';
import { type AsyncApi, asyncApiText } from './asyncapi-text.ts';
import { type Heading, renderMarkdown } from './markdown.ts';
import { type OpenApi, openApiText } from './openapi-text.ts';
import { findApiDocuments, findSources, languageOf, relativeAddress, toAddress } from './sources.ts';

/** A page of the site. */
export interface Page {
  source: string;
  /** Where it is, from the root of the site. */
  address: string;
  title: string;
  language: string;
  headings: Heading[];
  html: string;
}

/** The pages, and the files of the repository that they show or offer, by their address. */
export interface Pages {
  pages: Page[];
  files: Map<string, string>;
}

const readText = (root: string, source: string): string => {
  const text = readFileSync(join(root, source), 'utf8');
  // `nx release` writes it without a title.
  if (source === 'CHANGELOG.md') return `# Change log\n\n${text}`;
  if (!source.endsWith('.yaml')) return text;
  return source === 'docs/asyncapi.yaml'
    ? asyncApiText(parse(text) as AsyncApi, source)
    : openApiText(parse(text) as OpenApi, source);
};

/** What a link to a folder means: its own page. */
const toSource = (path: string, sources: Set<string>): string => {
  const inFolder = posix.join(path, 'README.md');
  return sources.has(inFolder) ? inFolder : path.replace(/\/$/, '');
};

/** All pages of the documentation as they are in the working tree. */
export const readPages = (root: string): Pages => {
  const documents = findApiDocuments(root);
  const sources = new Set([...findSources(root), ...documents]);
  const files = new Map(documents.map((source) => [source.replace('docs/', ''), source]));
  const resolveFrom = (source: string) => (target: string) => {
    const [path = '', anchor] = target.split('#');
    const hash = anchor === undefined ? '' : `#${anchor}`;
    if (path === '') return hash;
    const there = toSource(posix.join(posix.dirname(source), path), sources);
    if (sources.has(there)) return relativeAddress(toAddress(source), toAddress(there)) + hash;
    if (!existsSync(join(root, there))) return target;
    if (!/\.(?:png|svg|webp|json|yaml|sql)$/.test(there) || !there.startsWith('docs/')) return undefined;
    const address = there.slice('docs/'.length);
    files.set(address, there);
    return relativeAddress(toAddress(source), address);
  };
  const pages = [...sources].map((source) => {
    const { html, headings } = renderMarkdown(readText(root, source), resolveFrom(source));
    const title = headings.find(({ level }) => level === 1)?.text ?? source;
    return { source, address: toAddress(source), title, language: languageOf(source), headings, html };
  });
  return { pages, files };
};
