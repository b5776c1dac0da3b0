import { newId } from '@portico/service-kit';
import type { StartedLogin } from '../logins/login.store.js';

/** A way in that no identity provider has part in. */
export type OwnMethod = 'password' | 'recovery';

/** A login by password or recovery code, which starts and ends at once. */
export const passwordLogin = (
  tenantId: string,
  applicationId: string,
  method: OwnMethod = 'password',
): StartedLogin => ({
  id: newId(),
  tenantId,
  applicationId,
  method,
});
