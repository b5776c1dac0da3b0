import { join } from 'node:path';
import { findDeadLinks } from './dead-links.ts';
import { readPages } from './pages.ts';
import { buildSite, type SiteFile } from './site.ts';
import { findSources, toAddress } from './sources.ts';

const root = join(import.meta.dirname, '../../../..');
const site = buildSite(root);
const { pages } = readPages(root);
const textOf = (address: string): string => {
  const file = site.get(address);
  return file && 'text' in file ? file.text : '';
};

const linksOf = (html: string): string[] =>
  [...html.matchAll(/href="([^"#]*)/g)].map(([, href = '']) => href);

describe(findDeadLinks.name, () => {
  const page = (html: string): Map<string, SiteFile> => new Map([['a/page.html', { text: html }]]);

  it.each([
    ['a file that is not there', '<a href="../b.html">'],
    ['an anchor that is not there', '<h2 id="one"></h2><a href="#two">'],
    ['a picture that is not there', '<img src="c.png">'],
    ['an address from the root, which no disk has', '<a href="/a/page.html">'],
  ])('finds %s', (_, html) => {
    expect(findDeadLinks(page(html))).toHaveLength(1);
  });

  it('finds nothing wrong with what is there', () => {
    const html =
      '<h2 id="one"></h2><a href="#one"></a><a href="page.html#one"><a href="https://example.com">';
    expect(findDeadLinks(page(html))).toEqual([]);
  });
});

describe('the documentation site', () => {
  it('has no dead link and no dead anchor', () => {
    expect(findDeadLinks(site)).toEqual([]);
  });

  it('has every page of the documentation, and each in the side bar of the first', () => {
    const sources = findSources(root).filter((source) => source.startsWith('docs/'));
    expect(sources.length).toBeGreaterThan(50);
    const reached = new Set(linksOf(textOf('index.html')));
    expect(sources.map(toAddress).filter((address) => !site.has(address) || !reached.has(address))).toEqual(
      [],
    );
  });

  it.each(pages.map(({ address, ...page }) => [address, page] as const))(
    '%s has one title, and no two headings of one name',
    (_, { headings, source, title }) => {
      expect(headings.filter(({ level }) => level === 1)).toHaveLength(1);
      expect(title.length).toBeGreaterThan(3);
      // The kinds of changes come again in every version.
      const names = headings.map(({ id, text }) => (source.endsWith('CHANGELOG.md') ? id : text));
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    },
  );

  it('loads nothing from anywhere else', () => {
    const foreign = [...site].flatMap(([address, file]) =>
      'text' in file && address.endsWith('.html')
        ? (file.text.match(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?\/\/[^"]*"/g) ?? [])
        : [],
    );
    expect(foreign).toEqual([]);
  });

  it('has a section for every operation of the APIs', () => {
    const broker = textOf('openapi/broker.html');
    for (const said of ['POST /v1/applications', 'applications:write', 'idempotency_key_reused'])
      expect(broker).toContain(said);
  });
});
