import type { Code } from '@portico/contracts';
import type { Admission } from '../settings/decision.rules.js';
import { chooseNextStep, type NextStep } from './next-step.rules.js';
import type { KnownTenant } from './ways.rules.js';

/** A connection by its id or by its name; none where the tenant alone is named. */
export type WantedConnection = { id: string } | { name: string } | undefined;

/** Said as they are: they pass, or say what to do. All else would tell what exists for others. */
const SAID: readonly Code[] = ['settings_stale', 'connection_not_enforced', 'google_not_configured'];

/**
 * Where a preselection leads among the tenants that it may mean. Refuses `preselection_invalid` where it names nothing
 * that is on in a tenant of the application, or more than one connection.
 */
export const choosePreselected = (
  tenants: KnownTenant[],
  application: Admission,
  wanted: WantedConnection,
): NextStep => {
  const connectionIds = idsOf(tenants, wanted);
  if (wanted && connectionIds.length !== 1) return { outcome: 'refused', code: 'preselection_invalid' };
  const step = chooseNextStep(tenants, application, { connectionId: connectionIds[0] });
  if (step.outcome === 'refused' && !SAID.includes(step.code))
    return { outcome: 'refused', code: 'preselection_invalid' };
  return step;
};

const idsOf = (tenants: KnownTenant[], wanted: WantedConnection): string[] => {
  if (!wanted) return [];
  if ('id' in wanted) return [wanted.id];
  const name = wanted.name.toLowerCase();
  const connections = tenants.flatMap(({ known }) => known.settings.connections);
  const named = connections.filter((connection) => connection.name.toLowerCase() === name);
  return [...new Set(named.map(({ id }) => id))];
};
