/** Columns of `app_user` in the words of `UserSnapshot`, for the statements of the login path. */
export const SNAPSHOT = `
  app_user.tenant_id AS "tenantId", app_user.id AS "userId", app_user.email, app_user.name,
  app_user.external_id AS "externalId", app_user.status, app_user.roles`;
