interface StoredCookie {
  name: string;
  value: string;
  host: string;
  path: string;
}

/** The cookies of one browser, as RFC 6265 has them: by host and path, and blind to ports. */
export class CookieJar {
  private readonly cookies = new Map<string, StoredCookie>();

  /** Takes what an answer of `url` sets or deletes. */
  take(url: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) this.set(new URL(url), line);
  }

  /** The `Cookie` header of a request to `url`, the longest path first (RFC 6265 §5.4). */
  headerFor(url: string): string {
    const { hostname, pathname } = new URL(url);
    return [...this.cookies.values()]
      .filter(({ host, path }) => host === hostname && matches(pathname, path))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** Forgets what matches, as a person does who clears a site's data; everything unless told otherwise. */
  clear(which: RegExp = /^/): void {
    for (const [key, { name }] of this.cookies) if (which.test(name)) this.cookies.delete(key);
  }

  /** The names of all cookies, for looking at. */
  names(): string[] {
    return [...this.cookies.values()].map(({ name }) => name);
  }

  /** Another jar with the same content. */
  copy(): CookieJar {
    const other = new CookieJar();
    for (const [key, cookie] of this.cookies) other.cookies.set(key, cookie);
    return other;
  }

  private set({ hostname, pathname }: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const given = new Map(attributes.map((attribute) => split(attribute)));
    const path = given.get('path')?.startsWith('/') ? (given.get('path') ?? '/') : folderOf(pathname);
    const cookie = { name, value: value.join('='), host: hostname, path };
    const key = JSON.stringify([hostname, path, name]);
    if (isOver(given)) this.cookies.delete(key);
    else this.cookies.set(key, cookie);
  }
}

const split = (attribute: string): [string, string] => {
  const [name = '', ...value] = attribute.split('=');
  return [name.toLowerCase(), value.join('=')];
};

const isOver = (attributes: Map<string, string>): boolean => {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attributes.get('expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
};

const folderOf = (pathname: string): string => pathname.slice(0, pathname.lastIndexOf('/')) || '/';

const matches = (pathname: string, path: string): boolean =>
  pathname === path || (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'));
