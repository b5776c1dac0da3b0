/** A form of a page, with what it would send as it stands. */
export interface Form {
  action: string;
  method: string;
  fields: Record<string, string>;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescapeHtml(value)]),
  );

/** The forms of a page, in their order. A form without an action is sent to the page's own address. */
export const readForms = ({ url, html }: { url: string; html: string }): Form[] =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inside = '']) => {
    const { action = url, method = 'get' } = attributesOf(tag);
    const inputs = [...inside.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => attributesOf(input));
    const fields = inputs.flatMap(({ name, value = '' }) => (name ? [[name, value] as const] : []));
    return { action: new URL(action, url).href, method, fields: Object.fromEntries(fields) };
  });

/** Where the link with this text leads; undefined where the page has none. */
export const readLink = ({ url, html }: { url: string; html: string }, text: string): string | undefined => {
  const links = [...html.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/g)];
  const [, tag] = links.find(([, , label = '']) => textOf(label).includes(text)) ?? [];
  return tag === undefined ? undefined : new URL(attributesOf(tag)['href'] ?? '', url).href;
};

/** What a person reads: the page without its tags. */
export const textOf = (html: string): string =>
  unescapeHtml(html.replace(/<(style|title)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

/** What stands on a failure page beside a name, such as its `Reason` or `Reference`. */
export const readFact = (html: string, term: string): string | undefined =>
  new RegExp(`<dt>${term}</dt><dd><code>([^<]*)</code>`).exec(html)?.[1];

/** What a screen says is wrong, beside its form. */
export const alertOf = (html: string): string =>
  unescapeHtml(/<p class="alert"[^>]*>([^<]*)</.exec(html)?.[1] ?? '');
