import { type Agent } from 'node:http';
import { type Answer, ask, type Wish } from './http.ts';
import { Cookies } from './cookies.ts';

const MOST_HOPS = 10;

/** A browser as a server sees it: cookies, redirects, pages that go on by themselves, kept-alive connections. */
export class Browser {
  /** How long the system under load took for all its answers so far, in milliseconds. */
  systemMs = 0;
  private readonly agent: Agent;
  private readonly system: string;
  private readonly cookies = new Cookies();

  constructor(agent: Agent, system: string) {
    this.agent = agent;
    this.system = system;
  }

  /** Opens an address and goes on to the first page that stands still, or to the address that `before` holds. */
  async open(url: URL, before: (url: URL) => boolean): Promise<Answer> {
    let answer = await this.request(url);
    for (let hops = 0; hops < MOST_HOPS; hops += 1) {
      const next = nextOf(answer);
      if (!next || before(next)) return answer;
      answer = await this.request(next);
    }
    throw new Error(`no end of redirects at ${url.pathname}`);
  }

  /** Opens the first link of the page whose text matches. */
  async click(page: Answer, text: string): Promise<Answer> {
    const links = [...page.text.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>([^<]*)</g)];
    const [, target] = links.find(([, , label]) => label?.includes(text)) ?? [];
    if (target === undefined) throw new Error(`no link "${text}" on ${describe(page)}`);
    return await this.open(new URL(unescapeHtml(target), page.url), () => false);
  }

  /** Sends the form whose action ends so, with its own hidden fields, and goes on like `open`. */
  async submit(
    page: Answer,
    action: string,
    fields: Record<string, string>,
    before: (url: URL) => boolean,
  ): Promise<Answer> {
    const form = [...page.text.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(
      ([, target]) => target?.split('?')[0]?.endsWith(action),
    );
    if (!form) throw new Error(`no form for ${action} on ${describe(page)}`);
    const url = new URL(unescapeHtml(form[1] ?? ''), page.url);
    const body = new URLSearchParams({ ...hiddenFields(form[2] ?? ''), ...fields }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin };
    const answer = await this.request(url, { method: 'POST', headers, body });
    const next = nextOf(answer);
    return next && !before(next) ? await this.open(next, before) : answer;
  }

  private async request(url: URL, { headers, body, ...wish }: Wish = {}): Promise<Answer> {
    const own = url.origin === this.system;
    const cookie = own ? this.cookies.headerFor(url.pathname) : '';
    const answer = await ask(this.agent, url, {
      ...wish,
      body,
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'user-agent': 'Mozilla/5.0 (load)',
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    });
    if (own) {
      this.systemMs += answer.milliseconds;
      this.cookies.take(answer.headers['set-cookie'], url.pathname);
    }
    if (answer.status >= 400) throw new Error(`${answer.status} from ${describe(answer)}`);
    return answer;
  }
}

/** Where an answer goes on to by itself. */
export const nextOf = ({ url, status, headers }: Answer): URL | undefined => {
  const location = status >= 300 && status < 400 ? headers.location : undefined;
  const refresh = headers['refresh'];
  const next = location ?? /^0; url=(.*)$/.exec(typeof refresh === 'string' ? refresh : '')?.[1];
  return next === undefined ? undefined : new URL(next, url);
};

const hiddenFields = (form: string): Record<string, string> =>
  Object.fromEntries(
    [...form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      unescapeHtml(/name="([^"]*)"/.exec(input)?.[1] ?? ''),
      unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
    ]),
  );

const unescapeHtml = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');

const describe = ({ url, text }: Answer): string =>
  `${url.pathname}: ${text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 300)}`;
