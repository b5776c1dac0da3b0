import type { Migration } from '@portico/service-kit';
import { dashboardSession } from './1763884800000-dashboard-session.js';

/** Every migration of the dashboard, oldest first, for a runtime role that is granted rows. */
export const migrationsFor = (role: string): Migration[] => [dashboardSession(role)];
