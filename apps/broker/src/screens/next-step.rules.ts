import type { Code } from '@portico/contracts';
import { toDecision } from '../settings/decision.rules.js';
import { refusalOf } from '../settings/usable-connection.rules.js';
import { chooseWays, type KnownTenant, type WayIn } from './ways.rules.js';

type Application = Parameters<typeof chooseWays>[1];

/** What has been chosen so far; every id in it was sent by a browser. */
export interface Choice {
  organisation?: string;
  connectionId?: string;
}

/** Where single sign-on goes on from what is known. */
export type NextStep =
  | { outcome: 'leave'; way: WayIn }
  | { outcome: 'choose_organisation'; organisations: { tenantId: string; name: string }[] }
  | { outcome: 'choose_way'; ways: WayIn[] }
  | { outcome: 'refused'; code: Code };

/**
 * The next step of single sign-on among the tenants given: several tenants, then several connections of one, are
 * asked about; a single one is not. What was chosen counts only if it is among what is offered.
 */
export const chooseNextStep = (
  tenants: KnownTenant[],
  application: Application,
  { organisation, connectionId }: Choice,
): NextStep => {
  const chosen = tenants.filter(
    ({ known }) => organisation === undefined || known.settings.tenantId === organisation,
  );
  const offered = chooseWays(chosen, application);
  if (connectionId !== undefined) {
    const way =
      offered.outcome === 'offered' && offered.ways.find((one) => one.connection.id === connectionId);
    if (way) return { outcome: 'leave', way };
    return { outcome: 'refused', code: refusalOfConnection(chosen, application, connectionId) };
  }
  return offered.outcome === 'refused' ? offered : askOrLeave(offered.ways);
};

const askOrLeave = (ways: WayIn[]): NextStep => {
  const organisations = new Map(ways.map(({ tenantId, tenantName }) => [tenantId, tenantName]));
  if (organisations.size > 1) {
    const byName = [...organisations].map(([tenantId, name]) => ({ tenantId, name }));
    return {
      outcome: 'choose_organisation',
      organisations: byName.sort((a, b) => a.name.localeCompare(b.name)),
    };
  }
  const [way, ...others] = ways;
  if (!way) return { outcome: 'refused', code: 'sso_not_found' };
  return others.length > 0 ? { outcome: 'choose_way', ways } : { outcome: 'leave', way };
};

/** Why a connection is not offered; one that is nobody's here looks like one that is off. */
const refusalOfConnection = (
  tenants: KnownTenant[],
  application: Application,
  connectionId: string,
): Code => {
  const tenant = tenants.find(({ known: { settings } }) =>
    [...settings.connections, ...settings.unusable].some(({ id }) => id === connectionId),
  );
  if (!tenant) return 'connection_off';
  const { code } = toDecision({
    ...tenant,
    application,
    method: { connectionId },
    purpose: 'start',
    proof: 'none_yet',
  });
  return code ?? refusalOf(tenant.known.settings, connectionId);
};
