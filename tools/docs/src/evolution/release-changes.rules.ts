import { findApiChanges } from './api-changes.rules.ts';
import { findSchemaChanges, type JsonSchema } from './schema-changes.rules.ts';

/** All that others may build upon, as a release has promised it. */
export interface Release {
  version: string;
  events: Record<string, { version: number; schema: JsonSchema }>;
  /** The golden messages by their path, with a hash of each. */
  fixtures: Record<string, string>;
  codes: Record<string, { status: number; oauth: string | null }>;
  scopes: string[];
  /** The OpenAPI documents by their service. */
  apis: Record<string, Record<string, unknown>>;
}

const API =
  'Inside /v1 nothing is taken away: put the new beside it, and say that the old one ends (docs/stability.md).';

/** What breaks a promise, a sentence each with what to do instead; empty where everything was only added. */
export const findBrokenPromises = (before: Release, after: Release): string[] => [
  ...findEventChanges(before, after),
  ...Object.keys(before.fixtures).flatMap((path) => {
    if (before.fixtures[path] === after.fixtures[path]) return [];
    const what = path in after.fixtures ? 'was changed' : 'was removed';
    return [
      `The golden message ${path} ${what}. It was once published: bring it back, and add another beside it.`,
    ];
  }),
  ...findCodeChanges(before, after),
  ...before.scopes
    .filter((scope) => !after.scopes.includes(scope))
    .map((scope) => `The scope ${scope} was removed or renamed. ${API}`),
  ...Object.entries(before.apis).flatMap(([service, document]) => {
    const now = after.apis[service];
    if (!now) return [`The API of ${service} was removed. ${API}`];
    return findApiChanges(document, now).map((change) => `${service}: ${change}. ${API}`);
  }),
];

const findEventChanges = (before: Release, after: Release): string[] =>
  Object.entries(before.events).flatMap(([type, { version, schema }]) => {
    const beside = `Leave ${type} version ${version} as it was, and publish ${type}.v${version + 1} beside it (docs/stability.md).`;
    const now = after.events[type];
    if (!now) return [`${type} was removed or renamed. ${beside}`];
    if (now.version !== version) return [`${type} was version ${version} and is ${now.version}. ${beside}`];
    const compared = {
      before: { schema, root: schema },
      after: { schema: now.schema, root: now.schema },
    };
    return findSchemaChanges({ use: 'event', ...compared }).map((change) => `${type}: ${change}. ${beside}`);
  });

const findCodeChanges = (before: Release, after: Release): string[] =>
  Object.entries(before.codes).flatMap(([code, { status, oauth }]) => {
    const now = after.codes[code];
    const kept = 'Programs decide by it: bring it back, and add a code of another name.';
    if (!now) return [`The error code ${code} was removed or renamed. ${kept}`];
    if (now.status !== status)
      return [`The error code ${code} had the status ${status} and has ${now.status}. ${kept}`];
    if (now.oauth !== oauth)
      return [
        `The error code ${code} was ${oauth ?? 'access_denied'} at a protocol edge and is ${now.oauth ?? 'access_denied'}. ${kept}`,
      ];
    return [];
  });
