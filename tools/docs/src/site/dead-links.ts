import { posix } from 'node:path';
import type { SiteFile } from './site.ts';

const attributesOf = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) =>
    value.replaceAll('&amp;', '&'),
  );

const isElsewhere = (target: string): boolean => /^[a-z]+:/.test(target);

/** Links and pictures of a site that lead to no file or no anchor of it, as `page -> target`. */
export const findDeadLinks = (site: Map<string, SiteFile>): string[] => {
  const pages = [...site].flatMap(([address, file]) =>
    'text' in file && address.endsWith('.html') ? [{ address, html: file.text }] : [],
  );
  const anchors = new Map(pages.map(({ address, html }) => [address, new Set(attributesOf(html, 'id'))]));
  const isThere = (from: string, target: string): boolean => {
    const [path = '', anchor] = decodeURI(target).split('#');
    const to = path === '' ? from : posix.join(posix.dirname(from), path);
    if (path.startsWith('/') || !site.has(to)) return false;
    return anchor === undefined || (anchors.get(to)?.has(anchor) ?? false);
  };
  return pages.flatMap(({ address, html }) =>
    [...attributesOf(html, 'href'), ...attributesOf(html, 'src')]
      .filter((target) => !isElsewhere(target) && !isThere(address, target))
      .map((target) => `${address} -> ${target}`),
  );
};
