/** In SQL: a session with what its tenant's settings of now say about it. */
export const SESSION_WITH_LIFETIMES = `session LEFT JOIN tenant_settings AS lifetimes USING (tenant_id)`;

/** How long a recovery session lasts, whatever the tenant's lifetimes and however it is used. */
export const RECOVERY_MINUTES = 30;

/** In SQL: when a session is over by itself, by the settings of now: the earliest of those that there are. */
export const EXPIRES_AT = `least(
  session.started_at + make_interval(secs => coalesce(lifetimes.session_absolute_seconds, 43200)),
  session.last_used_at + make_interval(secs => lifetimes.session_idle_seconds),
  CASE WHEN session.method = 'recovery'
       THEN session.started_at + make_interval(mins => ${String(RECOVERY_MINUTES)}) END,
  session.provider_expires_at)`;

/** Beyond every lifetime that a tenant may choose: what the provider keeps of a browser never ends first. */
export const LONGEST_SECONDS = 90 * 24 * 3600;

/** What the provider keeps of a browser that has not signed in. */
export const ANONYMOUS_SECONDS = 3600;
