import { newId } from '@portico/service-kit';
import type { StartedLogin } from '../logins/login.store.js';

/** A login by password, which starts and ends at once. */
export const passwordLogin = (tenantId: string, applicationId: string): StartedLogin => ({
  id: newId(),
  tenantId,
  applicationId,
  method: 'password',
});
