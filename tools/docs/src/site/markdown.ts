import { Marked, Renderer, type RendererObject, type Tokens } from 'marked';

export interface Heading {
  level: number;
  id: string;
  text: string;
}

/** A page's text as HTML, and what its headings are. */
export interface Rendered {
  html: string;
  headings: Heading[];
}

/** Where a link or picture of a page leads in the site; undefined where its target is in the repository alone. */
export type Resolve = (target: string) => string | undefined;

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const withoutEntities = (html: string): string =>
  html.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

/** The words of HTML that was made here. */
export const toWords = (html: string): string =>
  withoutEntities(html.replaceAll(/<[^>]+>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The anchor that GitHub gives a heading, so that one link works in both places. */
export const toAnchor = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const isAbroad = (target: string): boolean => /^[a-z]+:/.test(target);

/** What may be wider than a telephone scrolls by itself, and for that is reached by keyboard. */
const scrolling = (tag: 'div' | 'pre', label: string, inner: string): string =>
  `<${tag} class="wide" tabindex="0" role="region" aria-label="${label}">${inner}</${tag}>\n`;

const headingRenderer = (headings: Heading[]): RendererObject => ({
  heading({ tokens, depth }: Tokens.Heading) {
    const inner = this.parser.parseInline(tokens);
    const text = withoutEntities(inner.replaceAll(/<[^>]+>/g, ''));
    const anchor = toAnchor(text);
    const before = headings.filter((heading) => toAnchor(heading.text) === anchor).length;
    // As GitHub does: a change log has "Added" in every version.
    const id = before === 0 ? anchor : `${anchor}-${before}`;
    headings.push({ level: depth, id, text });
    const here = `<a class="here" href="#${id}" aria-label="Link to: ${escapeHtml(text)}">#</a>`;
    return `<h${depth} id="${id}">${inner}${depth === 1 ? '' : ` ${here}`}</h${depth}>\n`;
  },
});

const blockRenderer = (): RendererObject => {
  let regions = 0;
  const next = (what: string): string => `${what} ${(regions += 1)}`;
  return {
    html: ({ text }) => (text.startsWith('<!--') ? '' : text),
    table(token: Tokens.Table) {
      const table = (Renderer.prototype as Renderer).table.call(this, token);
      return scrolling('div', next('Table'), table.replaceAll(/<th([^>]*)><\/th>/g, '<td$1></td>'));
    },
    code: ({ text }: Tokens.Code) => scrolling('pre', next('Example'), `<code>${escapeHtml(text)}\n</code>`),
  };
};

const linkRenderer = (resolve: Resolve): RendererObject => ({
  link({ href, tokens }: Tokens.Link) {
    const inner = this.parser.parseInline(tokens);
    const target = isAbroad(href) ? href : resolve(href);
    return target === undefined
      ? `<span class="source" title="In the repository">${inner}</span>`
      : `<a href="${escapeHtml(target)}">${inner}</a>`;
  },
  image: ({ href, text }: Tokens.Image) =>
    `<img src="${escapeHtml(isAbroad(href) ? href : (resolve(href) ?? href))}" alt="${escapeHtml(text)}" loading="lazy">`,
});

/** Markdown of our own as HTML, its links led to where they are in the site. */
export const renderMarkdown = (markdown: string, resolve: Resolve): Rendered => {
  const headings: Heading[] = [];
  const marked = new Marked();
  for (const renderer of [headingRenderer(headings), blockRenderer(), linkRenderer(resolve)])
    marked.use({ renderer });
  return { html: marked.parse(markdown, { async: false }), headings };
};
