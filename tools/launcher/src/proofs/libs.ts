import type { Proof } from './proof.ts';

const policy = 'libs/policy/src';
const kit = 'libs/service-kit/src';

/** What every service stands on: the one decision about modes, the wall between tenants, sealing, repeated requests. */
export const LIBS: Proof[] = [
  {
    defence: 'no password where a connection is enforced',
    file: `${policy}/decide.rules.ts`,
    text: "input.method === 'password' && isEnforced(input) && !isExempt(input)",
    replacement:
      "input.purpose === 'offer' && input.method === 'password' && isEnforced(input) && !isExempt(input)",
    tests: `${policy}/decide`,
    name: 'E01',
  },
  {
    defence: 'an exemption ends',
    file: `${policy}/decide.rules.ts`,
    text: ' && new Date(until) > now',
    replacement: '',
    tests: `${policy}/decide.spec`,
    name: 'refuses an exemption that has ended',
  },
  {
    defence: 'no other connection beside the enforced one',
    file: `${policy}/decide.rules.ts`,
    text: "return connection?.mode === 'enforced' ? undefined : 'connection_not_enforced';",
    replacement: 'return connection ? undefined : undefined;',
    tests: `${policy}/decide.spec`,
    name: 'refuses E02',
  },
  {
    defence: 'a deactivated user is refused after the proof, at every door',
    file: `${policy}/decide.rules.ts`,
    text: '!BEFORE_THE_PROOF.includes(purpose)',
    replacement: "purpose === 'callback'",
    tests: `${policy}/decide.table`,
    name: 'E01 E02 M19',
  },
  {
    defence: 'no password by settings that are half a minute old',
    file: `${policy}/decide.rules.ts`,
    text: "typeof method === 'string' ? PASSWORD_STALE_SECONDS : SETTINGS_STALE_SECONDS",
    replacement: 'SETTINGS_STALE_SECONDS',
    tests: `${policy}/decide.spec`,
    name: 'refuses a password after 31 seconds',
  },
  {
    defence: 'a bearer of one tenant reaches no other',
    file: `${kit}/access.rules.ts`,
    text: "if (tenantId !== undefined && !reachesTenant(principal, tenantId)) throw new AppError('not_found');",
    replacement: '',
    tests: `${kit}/access.rules`,
    name: 'refuses A01',
  },
  {
    defence: 'the wall between tenants in the database',
    file: `${kit}/row-level-security.ts`,
    text: "USING (tenant_id = nullif(current_setting('portico.tenant', true), '')::uuid)",
    replacement: 'USING (true)',
    tests: `${kit}/database`,
    name: 'A02',
  },
  {
    defence: 'a request with a key is done once by many at once',
    file: `${kit}/idempotency/idempotency-key.store.ts`,
    text: 'return rows.length > 0;',
    replacement: 'return rows.length >= 0;',
    tests: `${kit}/idempotency`,
    name: 'is done once by twenty',
  },
  {
    defence: 'an idempotency key is its own bearer’s',
    file: `${kit}/idempotency/idempotency.rules.ts`,
    text: 'hash([applicationId, subject, tenantId, method, originalUrl, key])',
    replacement: 'hash([method, originalUrl, key])',
    tests: `${kit}/idempotency`,
    name: 'means nothing to another application',
  },
  {
    defence: 'kept answers are behind the wall of their tenant',
    file: `${kit}/idempotency/idempotency-table.ts`,
    text: "...tenantPolicy('idempotency_key'),",
    replacement: '',
    tests: `${kit}/idempotency`,
    name: 'stores neither the key nor an answer',
  },
  {
    defence: 'a sealed secret opens at its own place only',
    file: 'libs/secrets/src/sealing.ts',
    text: "if (!isSamePlace(protectedHeader['place'], place)) throw new SealError('sealed for another place');",
    replacement: "void isSamePlace(protectedHeader['place'], place);",
    tests: 'libs/secrets/src/sealing',
    name: 'A06',
  },
];
