import type { Code, UserSnapshot } from '@portico/contracts';
import type { KnownSettings } from '../settings/settings.store.js';
import { refusalOf, type UsableConnection } from '../settings/usable-connection.rules.js';
import { type Admission, toDecision } from '../settings/decision.rules.js';

/** One connection that would sign this person in to one tenant. */
export interface WayIn {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  /** The domains that the tenant has proved. */
  tenantDomains: string[];
  connection: UsableConnection;
}

/** A tenant that somebody may belong to, and who that would be where a user record says so. */
export interface KnownTenant {
  known: KnownSettings;
  user?: UserSnapshot;
}

/** A user with the settings of their tenant. */
export interface Membership extends KnownTenant {
  user: UserSnapshot;
}

export type WaysIn = { outcome: 'offered'; ways: WayIn[] } | { outcome: 'refused'; code: Code };

/** Every connection that these tenants offer now; where there is none, why. */
export const chooseWays = (tenants: KnownTenant[], application: Admission): WaysIn => {
  const refusals: Code[] = [];
  const ways = tenants.flatMap(({ user, known }) => {
    const isAllowed = ({ id }: { id: string }): boolean => {
      const method = { connectionId: id };
      const decision = toDecision({ known, application, user, method, purpose: 'start', proof: 'none_yet' });
      if (decision.code === 'settings_stale') refusals.push(decision.code);
      return decision.allowed;
    };
    const { connections, unusable } = known.settings;
    const offered = connections.filter(isAllowed);
    refusals.push(...unusable.filter(isAllowed).map(({ id }) => refusalOf(known.settings, id)));
    return offered.map((connection) => toWay(known.settings, connection));
  });
  // Two users of one tenant with the same address have the same way in: which of them it is, matching decides.
  const byConnection = new Map(ways.map((way) => [way.connection.id, way]));
  if (ways.length > 0) return { outcome: 'offered', ways: [...byConnection.values()] };
  // Anything else would tell a stranger who is a customer: unknown and without single sign-on look alike.
  return { outcome: 'refused', code: refusals[0] ?? 'sso_not_found' };
};

const toWay = (
  { tenantId, slug, name, domains }: KnownSettings['settings'],
  connection: UsableConnection,
): WayIn => ({ tenantId, tenantSlug: slug, tenantName: name, tenantDomains: domains, connection });

/** Whether the tenant lets this person in with a password. */
export const hasPassword = (tenant: KnownTenant, application: Admission): boolean =>
  toDecision({ ...tenant, application, method: 'password', purpose: 'offer', proof: 'none_yet' }).offers
    .password;
