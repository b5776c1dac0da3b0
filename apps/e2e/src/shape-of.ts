import type { Page } from './http-browser.js';

/** Everything that could tell two answers apart, without what they name themselves. */
export const shapeOf = ({ status, headers, html }: Page, ...named: string[]): object => ({
  status,
  cookies: headers
    .getSetCookie()
    .map((cookie) => cookie.replace(/=[^;]*/, '').replace(/Expires=[^;]*|login\/[\w-]+/gi, '')),
  headers: [...headers.keys()].sort(),
  html: named.reduce((text, name) => text.replaceAll(name, ''), html.replace(/\/login\/[\w-]+/g, '')),
});
