/**
 * SQL that puts a tenant table behind row-level security: a row is seen and written only within its tenant
 * (`Database.inTenant`) or by a read that is cross-tenant by nature (`Database.acrossTenants`).
 * FORCE binds the owner too, so that a migration cannot forget a tenant either.
 */
export const tenantPolicy = (table: string): string[] => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY ${table}__tenant ON ${table}
     USING (tenant_id = nullif(current_setting('portico.tenant', true), '')::uuid)`,
  `CREATE POLICY ${table}__across ON ${table} FOR SELECT
     USING (current_setting('portico.across', true) = 'on')`,
];

/** SQL that lets the runtime role read and write rows of a table that it does not own. */
export const grantRows = (table: string, role: string): string =>
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO "${role}"`;
