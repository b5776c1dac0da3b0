interface Cookie {
  name: string;
  value: string;
  path: string;
}

/** The cookies of one browser at one host, by path (RFC 6265 §5.4); a fresh browser has a fresh one. */
export class Cookies {
  private readonly kept = new Map<string, Cookie>();

  take(lines: string[] | undefined, requestPath: string): void {
    for (const line of lines ?? []) this.set(line, requestPath);
  }

  headerFor(path: string): string {
    return [...this.kept.values()]
      .filter((cookie) => covers(cookie.path, path))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private set(line: string, requestPath: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const path =
      attributes.find((attribute) => /^path=\//i.test(attribute))?.slice(5) ?? folderOf(requestPath);
    const key = `${path} ${name}`;
    if (attributes.some(isPast)) this.kept.delete(key);
    else this.kept.set(key, { name, value, path });
  }
}

const isPast = (attribute: string): boolean =>
  /^max-age=(0|-)/i.test(attribute) ||
  (/^expires=/i.test(attribute) && Date.parse(attribute.slice(8)) <= Date.now());

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

const covers = (cookiePath: string, path: string): boolean =>
  path === cookiePath ||
  (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'));
