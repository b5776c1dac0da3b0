import { writeFileSync } from 'node:fs';

/** The same way into a database at the server of another address, in the file too. */
export const rewriteHost = (file: string, way: string, serverUrl: string): string => {
  const [url, server] = [new URL(way), new URL(serverUrl)];
  if (url.host === server.host) return way;
  url.host = server.host;
  writeFileSync(file, url.href, { mode: 0o600 });
  return url.href;
};
