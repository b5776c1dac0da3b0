import { readFacts, type StoredFact } from '@portico/messaging';
import type { Command } from 'commander';
import { DeploymentPlace, type PlaceOptions } from '../deployment-place.js';
import { readEventNames } from '../event-names.js';
import { Terminal } from '../terminal.js';
import { readNumber, readTime } from './time.rules.js';

interface TailOptions extends PlaceOptions {
  events?: string[];
  tenant?: string;
  since?: string;
  count?: string;
  follow: boolean;
}

/** `portico events tail`: shows facts until Ctrl-C, until so many, or until there is no more. */
export const tail = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<TailOptions>();
  const events = options.events && readEventNames(options.events);
  const since = options.since === undefined ? undefined : readTime(options.since, new Date());
  const count = options.count === undefined ? Infinity : readNumber('--count', options.count);
  const place = new DeploymentPlace(options);
  const terminal = new Terminal(options);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // One filter is NATS' own work; for more of them a server of 2.9 would need as many consumers.
  const filter = events?.length === 1 ? events[0] : undefined;
  let shown = 0;
  await place.atNats(async () => {
    const wanted = { since, filter, follow: options.follow, signal: stop.signal };
    for await (const fact of readFacts(place.as('operator'), wanted)) {
      if (events && !events.includes(fact.subject)) continue;
      if (options.tenant && fact.headers['ce-tenantid'] !== options.tenant) continue;
      terminal.showEach(toShown(fact), () => lineOf(fact));
      shown += 1;
      if (shown >= count) return;
    }
  });
};

/** The fact and its place, nothing else. */
const toShown = ({ sequence, subject, headers, body }: StoredFact) => ({
  sequence,
  id: headers['ce-id'],
  type: subject,
  version: Number(headers['ce-dataversion']),
  source: headers['ce-source'],
  time: headers['ce-time'],
  tenantId: headers['ce-tenantid'],
  subject: headers['ce-subject'],
  data: readJson(body),
});

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const lineOf = (fact: StoredFact): string => {
  const { sequence, time, type, tenantId, subject } = toShown(fact);
  const line = `#${String(sequence)} ${time ?? fact.storedAt.toISOString()} ${type} tenant=${tenantId ?? '-'} subject=${subject ?? '-'} ${fact.body}`;
  // What a foreign fact may bring must not steer the terminal.
  return line.replaceAll(/\p{Cc}/gu, ' ');
};
