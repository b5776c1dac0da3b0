import { randomUUID } from 'node:crypto';
import { type CreateLink, type ImportedUser, ImportResult } from '@portico/contracts';
import { EXIT, Failure } from '../failure.js';
import type { Portico } from '../portico.js';
import type { ReadyConnection } from './apply-connections.js';
import type { UserStep } from './compare.rules.js';
import type { PresentTenant } from './present.js';
import { note } from './report.rules.js';

const LINES = 500;
const TRIES = 4;

interface Place {
  tenant: PresentTenant['tenant'] & object;
  connections: ReadonlyMap<string, ReadyConnection>;
}

/** Adds the users of one tenant with their identities; of one who is there, only identities that are missing. */
export const applyUsers = async (
  portico: Portico,
  steps: readonly UserStep[],
  place: Place,
): Promise<void> => {
  const lines = steps.flatMap((step) => {
    const line = toLine(step, place.connections);
    return line ? [{ step, line }] : [];
  });
  for (let from = 0; from < lines.length; from += LINES) {
    const some = lines.slice(from, from + LINES);
    const results = await send(
      portico,
      place.tenant.id,
      some.map(({ line }) => line),
    );
    some.forEach(({ step }, n) => {
      tell(step, results[n]);
    });
    portico.tell(`${place.tenant.slug}: ${from + some.length} of ${lines.length} users`);
  }
};

const toLine = (
  { wanted, found, item }: UserStep,
  connections: Place['connections'],
): Partial<ImportedUser> | null => {
  const links = wanted.links.flatMap(({ providerName, subject }): CreateLink[] => {
    const connection = connections.get(providerName);
    return connection?.issuer ? [{ connectionId: connection.id, issuer: connection.issuer, subject }] : [];
  });
  // Somebody who is there may have been renamed or deactivated since: that stays.
  if (found) return links.length > 0 ? { id: found.id, email: found.email, name: found.name, links } : null;
  if (item.outcome !== 'create') return null;
  const { id, email, name, externalId, status } = wanted;
  return { id, email, name, externalId, status, links };
};

/** Sends lines until they were answered whole: a line that is stored already changes nothing. */
const send = async (
  portico: Portico,
  tenantId: string,
  lines: readonly object[],
): Promise<ImportResult[]> => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  for (let tried = 1; ; tried++) {
    const path = `/v1/tenants/${tenantId}/user-imports?importId=${randomUUID()}`;
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await portico.identity.send('POST', path, { text, headers });
    const received = await answer.text().catch(() => '');
    const results = received
      .split('\n')
      .filter(Boolean)
      .map((line) => ImportResult.parse(JSON.parse(line)));
    if (results.length === lines.length) return results;
    if (tried === TRIES)
      throw new Failure(
        EXIT.unreachable,
        'The import of users broke off several times. Run it again: it goes on.',
      );
  }
};

const tell = ({ item, found }: UserStep, result: ImportResult | undefined): void => {
  if (result?.outcome === 'refused') {
    item.outcome = 'refused';
    item.notes.push(note(result.code ?? 'refused', result.message ?? 'Portico refused it.'));
  } else if (found && result?.outcome === 'updated') item.outcome = 'complete';
};
