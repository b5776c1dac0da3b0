import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeEntry, CODES, EVENTS, Scope, toEventSchema } from '@portico/contracts';
import { readFixtures } from '@portico/contracts/fixtures';
import { describeApi } from '@portico/service-kit';
import { APIS } from '../openapi-pages.ts';
import type { Release } from './release-changes.rules.ts';

/** What is promised by what is here today. */
export const releaseOf = (root: string): Release => ({
  version: (JSON.parse(readFileSync(join(root, 'libs/contracts/package.json'), 'utf8')) as Release).version,
  events: Object.fromEntries(
    Object.values(EVENTS).map((event) => [
      event.type,
      { version: event.version, schema: toEventSchema(event) },
    ]),
  ),
  fixtures: Object.fromEntries(
    readFixtures().map(({ type, version, name, headers, data }) => [
      `${type}/v${version}/${name}`,
      createHash('sha256').update(JSON.stringify({ headers, data })).digest('hex').slice(0, 16),
    ]),
  ),
  codes: Object.fromEntries(
    Object.entries<CodeEntry>(CODES).map(([code, { status, oauth = null }]) => [code, { status, oauth }]),
  ),
  scopes: [...Scope.options],
  apis: Object.fromEntries(
    Object.entries(APIS).map(([service, api]) => [
      service,
      withoutWords(describeApi(api)) as Record<string, unknown>,
    ]),
  ),
});

/** The promises of the last release; a release writes them anew (CONTRIBUTING.md). */
export const readReleased = (root: string): Release =>
  JSON.parse(readFileSync(join(root, FILE), 'utf8')) as Release;

export const writeReleased = (root: string, release: Release): void => {
  writeFileSync(join(root, FILE), `${JSON.stringify(release, null, 1)}\n`);
};

const FILE = 'tools/docs/src/evolution/released.json';

const WORDS = ['description', 'summary', 'example', 'examples', 'title'];

/** An OpenAPI document without what only people read, and without refusals, which are no promise. */
const withoutWords = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(withoutWords);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, value]) =>
      isWord(name, value) || /^[45]\d\d$/.test(name) ? [] : [[name, withoutWords(value)]],
    ),
  );
};

// A field of a body may be called so too; then it is a schema.
const isWord = (name: string, value: unknown): boolean =>
  WORDS.includes(name) && (typeof value === 'string' || name.startsWith('example'));
