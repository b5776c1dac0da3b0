import { AppError, type Mode, type Principal, type UpdateConnection } from '@portico/contracts';
import { hasScope } from '@portico/service-kit';
import { isPlatformPerson } from '../audit/audit.rules.js';

/**
 * What a bearer may do to a connection: everything (`write`), mend it as a recovery sign-in and an opened break-glass
 * do, or set it up by a link.
 */
type Authority = 'write' | 'mend' | 'set_up';

const authorityOf = (bearer: Principal, tenantId: string): Authority => {
  if (hasScope(bearer, 'sso:write', tenantId) && !isPlatformPerson(bearer, tenantId)) return 'write';
  return hasScope(bearer, 'sso:mend', tenantId) ? 'mend' : 'set_up';
};

/** What somebody of IT reads off the provider's console; the rest is the tenant's own decision. */
const OF_SET_UP: readonly (keyof UpdateConnection)[] = [
  'clientId',
  'clientSecret',
  'discoveryUrl',
  'userinfoMethod',
  'secretExpiresAt',
  'emailClaim',
  'scopes',
  'tokenAuth',
];

/** Refuses a set-up link more than the provider's values (`scope_insufficient`). */
export const checkMaySave = (bearer: Principal, tenantId: string, wanted: UpdateConnection): void => {
  if (authorityOf(bearer, tenantId) !== 'set_up') return;
  const others = Object.keys(wanted).filter((name) => !OF_SET_UP.some((known) => known === name));
  if (others.length > 0)
    throw new AppError('scope_insufficient', { detail: `a set-up link may not change ${others.join(', ')}` });
};

const HEIGHT: Readonly<Record<Mode, number>> = { off: 0, enabled: 1, enforced: 2 };

/** Refuses who may only mend to raise a mode (`recovery_limited`). */
export const checkMaySwitch = (
  bearer: Principal,
  { tenantId, mode: from }: { tenantId: string; mode: Mode },
  mode: Mode,
): void => {
  if (HEIGHT[mode] > HEIGHT[from] && authorityOf(bearer, tenantId) !== 'write')
    throw new AppError('recovery_limited', { detail: `from ${from} to ${mode}` });
};

/** Refuses who may only mend to put untested values into use (`recovery_limited`). */
export const checkMayGoLive = (bearer: Principal, tenantId: string): void => {
  if (authorityOf(bearer, tenantId) !== 'write')
    throw new AppError('recovery_limited', { detail: 'untested values' });
};
