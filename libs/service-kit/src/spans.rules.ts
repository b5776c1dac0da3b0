import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/**
 * All that a span may say. A list of what may, not of what may not: an instrumentation of tomorrow that records a query
 * string, a header or a statement's values adds nothing to it by itself.
 */
export const SPOKEN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.scheme',
  'server.address',
  'server.port',
  'network.protocol.version',
  'error.type',
  'db.system.name',
  'db.namespace',
  'db.operation.name',
  'db.operation.batch.size',
  'db.query.summary',
  'messaging.system',
  'messaging.destination.name',
  'messaging.operation.name',
  'messaging.operation.type',
  'messaging.consumer.group.name',
  'messaging.message.id',
  'portico.outcome',
]);

/** A span as it leaves the house: named attributes only, no events and no status text, which hold errors' messages. */
export const toSpoken = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    attributes: {
      value: Object.fromEntries(
        Object.entries(span.attributes).filter(([name]) => SPOKEN_ATTRIBUTES.has(name)),
      ),
    },
    events: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan;

const OPERATION = /^\s*([A-Z]+)/i;
const TARGET = /\b(?:FROM|INTO|UPDATE|JOIN)\s+"?([a-z_]+)"?/i;

/** What a transaction is opened and closed with. */
const FRAME = ['BEGIN', 'COMMIT', 'ROLLBACK', 'START', 'SELECT'];

const wordsOf = (text: string): string => {
  const operation = OPERATION.exec(text)?.[1]?.toUpperCase() ?? 'SQL';
  const target = TARGET.exec(text)?.[1];
  return target ? `${operation} ${target}` : operation;
};

/** A statement in two words each, such as `SELECT login`: what and where, never a value. */
export const summaryOf = (text: string): string => {
  const all = text.split(/;\s+/).map(wordsOf);
  const told = all.filter((words) => !FRAME.includes(words));
  return [...new Set(told.length > 0 ? told : all)].join(', ').slice(0, 200);
};
