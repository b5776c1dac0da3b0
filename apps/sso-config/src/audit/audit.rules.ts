import type { AuditEntry, Principal } from '@portico/contracts';
import { toAuthor } from '../connections/connection.rules.js';
import type { AuditEntryRow } from './audit-entry.entity.js';

/** Somebody with a bearer token, or known by an event, or Portico itself. */
export type Actor = Pick<Principal, 'kind' | 'subject' | 'tenantId'> | 'portico';

/** Who did it, as the audit names them, and whether they are of the platform rather than of the tenant. */
export const toWho = (actor: Actor, tenantId: string): Pick<AuditEntryRow, 'by' | 'byPlatform'> =>
  actor === 'portico'
    ? { by: 'portico', byPlatform: false }
    : { by: toAuthor(actor), byPlatform: actor.tenantId !== tenantId };

/** A person of the platform who looks at somebody else's tenant; a machine of the platform is no person. */
export const isPlatformPerson = ({ kind, tenantId }: Principal, of: string): boolean =>
  kind === 'user' && tenantId !== of;

/** An entry as the API shows it. */
export const toAuditEntry = ({ tenantId: _, at, ...entry }: AuditEntryRow): AuditEntry => ({
  ...entry,
  at: at.toISOString(),
});
