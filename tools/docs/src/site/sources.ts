import { globSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Folders that hold no documentation of the repository's own. */
const ELSEWHERE = /(^|\/)(node_modules|dist|files|\.[^/]+)(\/|$)/;

/** Every Markdown file of the repository, by its path. */
export const findSources = (root: string): string[] =>
  globSync('**/*.md', { cwd: root, exclude: (path) => ELSEWHERE.test(path) })
    .map((path) => path.replaceAll('\\', '/'))
    // nx release writes it, without a title and with the same headings for each version.
    .filter((path) => !ELSEWHERE.test(path) && path !== 'CHANGELOG.md')
    .sort();

/** The address of a source in the site: `docs/security/timing.md` is `security/timing.html`. */
export const toAddress = (source: string): string => {
  const inDocs = source.startsWith('docs/') ? source.slice('docs/'.length) : `repository/${source}`;
  return inDocs.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.(?:md|yaml)$/, '.html');
};

/** A page of an API is made from its document. */
export const findApiDocuments = (root: string): string[] =>
  globSync(['docs/openapi/*.yaml', 'docs/asyncapi.yaml'], { cwd: join(root) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

/** The language of a page, by the folder of its guides. */
export const languageOf = (source: string): string => (/^docs\/guides\/de\//.test(source) ? 'de' : 'en');

/** From one address of the site to another, so that it works at any place and from a disk. */
export const relativeAddress = (from: string, to: string): string =>
  posix.relative(posix.dirname(from), to) || posix.basename(to);
