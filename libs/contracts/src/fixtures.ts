import { readdirSync, readFileSync } from 'node:fs';

/** A golden message: what was once published, as NATS carried it. It never changes and never goes. */
export interface Fixture {
  /** The event's name, such as `login.completed`. */
  type: string;
  version: number;
  /** What is special about it, such as `by-password`. */
  name: string;
  /** The headers of the message (CloudEvents 1.0 in binary mode). */
  headers: Record<string, string>;
  /** The body of the message. */
  data: unknown;
}

const FOLDER = new URL('../fixtures/', import.meta.url);
const FILE = /^([a-z0-9.]+)[/\\]v(\d+)[/\\]([a-z-]+)\.json$/;

/** All golden messages, or those of one event, of every version: for the tests of whoever reads events. */
export const readFixtures = (type?: string): Fixture[] =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .sort()
    .flatMap((path) => {
      const [, of = '', version, name = ''] = FILE.exec(path) ?? [];
      if (version === undefined || (type !== undefined && of !== type)) return [];
      const file = new URL(path.replaceAll('\\', '/'), FOLDER);
      const { headers, data } = JSON.parse(readFileSync(file, 'utf8')) as Pick<Fixture, 'headers' | 'data'>;
      return [{ type: of, version: Number(version), name, headers, data }];
    });
