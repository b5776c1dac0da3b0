import type { Migration } from '@portico/service-kit';
import { tenantsAndConnections } from './1763884800000-tenants-and-connections.js';

/** Every migration of this service, oldest first, for a runtime role that is granted rows. */
export const migrationsFor = (role: string): Migration[] => [tenantsAndConnections(role)];
