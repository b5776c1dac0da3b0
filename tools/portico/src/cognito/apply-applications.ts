import type { ApplicationCreated } from '@portico/contracts';
import type { Portico } from '../portico.js';
import type { Secrets } from '../secrets-file.js';
import type { ReadyConnection } from './apply-connections.js';
import type { ApplicationStep } from './compare.rules.js';
import type { PresentTenant } from './present.js';
import { refuse } from './refuse.js';
import { note } from './report.rules.js';

interface Place {
  tenants: ReadonlyMap<string, PresentTenant>;
  connections: ReadonlyMap<string, ReadyConnection>;
  secrets: Secrets;
}

/** Registers the applications that are not there; their secrets go to the file. */
export const applyApplications = async (
  portico: Portico,
  steps: readonly ApplicationStep[],
  place: Place,
): Promise<void> => {
  for (const step of steps) {
    if (step.item.outcome !== 'create') continue;
    await refuse(step.item, async () => {
      const ids = idsOf(step, place);
      if (!ids) return;
      const body = { ...step.wanted.body, ...ids };
      const { id, clientSecret } = await portico.broker.call<ApplicationCreated>(
        'POST',
        '/v1/applications',
        body,
      );
      place.secrets.keep(id, clientSecret);
    });
  }
};

/** The ids for the names; null where one is missing, for an application that admits fewer is better not there. */
const idsOf = (
  { wanted, item }: ApplicationStep,
  { tenants, connections }: Place,
): { tenantIds: string[] | null; connectionIds?: string[] } | null => {
  const tenantIds = wanted.tenants?.map((slug) => tenants.get(slug)?.tenant?.id) ?? null;
  const connectionIds = wanted.providers?.map((name) => connections.get(name)?.id);
  if ([...(tenantIds ?? []), ...(connectionIds ?? [])].includes(undefined)) {
    item.outcome = 'refused';
    item.notes.push(
      note('connections_missing', 'A tenant or a connection that it is limited to could not be made.'),
    );
    return null;
  }
  return {
    tenantIds: tenantIds as string[] | null,
    ...(connectionIds && { connectionIds: connectionIds as string[] }),
  };
};
