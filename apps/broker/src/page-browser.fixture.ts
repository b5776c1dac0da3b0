/** One answer, as a browser sees it. */
export interface Answer {
  status: number;
  headers: Headers;
  html: string;
  /** The code of the catalogue that a failure page names. */
  reason?: string;
  /** What a form's page says is wrong. */
  alert?: string;
}

/** A browser without a screen: cookies by path, and forms. */
export class PageBrowser {
  readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(
    private readonly origin: string,
    /** Who it is to a broker behind one proxy. */
    private readonly address = '203.0.113.7',
  ) {}

  async get(path: string): Promise<Answer> {
    return await this.request(path, { headers: { accept: 'text/html' } });
  }

  async post(path: string, fields: Record<string, string>): Promise<Answer> {
    return await this.request(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  private async request(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(new URL(path, this.origin), {
      ...init,
      redirect: 'manual',
      headers: {
        // Of two forms of an answer a browser wants the page.
        ...(init.method === undefined && { accept: 'text/html' }),
        cookie: this.headerFor(path),
        'x-forwarded-for': this.address,
        ...Object.fromEntries(new Headers(init.headers)),
      },
    });
    for (const line of response.headers.getSetCookie()) this.take(line);
    const html = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      html,
      reason: /<dt>Reason<\/dt><dd><code>([^<]*)/.exec(html)?.[1],
      alert: /role="alert"[^>]*>([^<]*)/.exec(html)?.[1],
    };
  }

  private headerFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private take(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
    if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, { value, path });
  }
}
