/** A defence, how it is taken out, and the test that must notice. */
export interface Proof {
  defence: string;
  file: string;
  /** Exact text of the source, once in the file. */
  text: string;
  replacement: string;
  /** Where Jest looks, and the beginning of a failing test's name. */
  tests: string;
  name: string;
}

const upstream = 'apps/broker/src/upstream';

export const PROOFS: Proof[] = [
  {
    defence: 'signature of the ID token',
    file: `${upstream}/configuration.client.ts`,
    text: 'enableNonRepudiationChecks(configuration);',
    replacement: 'void enableNonRepudiationChecks;',
    tests: `${upstream}/hardened-login`,
    name: 'P09',
  },
  {
    defence: 'nonce of the ID token',
    file: `${upstream}/exchange-code.client.ts`,
    text: '    expectedNonce: nonce,\n',
    replacement: '',
    tests: `${upstream}/hardened-login`,
    name: 'P07',
  },
  {
    defence: 'state is bound to the browser',
    file: 'apps/broker/src/callback/callback.rules.ts',
    text: "if (!login || login.redirectUri !== redirectUri) throw new AppError('login_of_another_browser');",
    replacement: 'if (!login) return { state, redirectUri } as LoginInFlight;',
    tests: 'apps/broker/src/callback',
    name: 'P02',
  },
  {
    defence: 'a login is claimed once, before its code is exchanged',
    file: 'apps/broker/src/logins/login.store.ts',
    text: " AND id = $2 AND status = 'started'",
    replacement: ' AND id = $2',
    tests: 'apps/broker/src/logins/login.store',
    name: 'P01',
  },
  {
    defence: 'compare-and-set of the authorization code',
    file: 'apps/broker/src/provider/artifact.store.ts',
    text: ' AND consumed_at IS NULL RETURNING id',
    replacement: ' RETURNING id',
    tests: 'apps/broker/src/provider/artifact.store',
    name: 'O03',
  },
  {
    defence: 'tenant in the match',
    file: 'apps/identity/src/match/match.store.ts',
    text: 'WHERE app_user.tenant_id = $1 AND app_user.email_normal = $3',
    replacement: 'WHERE $1::uuid IS NOT NULL AND app_user.email_normal = $3',
    tests: 'apps/identity/src/match/resolve-identity',
    name: 'M01',
  },
  {
    // Its pure test alone: with the check out, the others would call real addresses.
    defence: 'address check of the wall',
    file: `${upstream}/egress.rules.ts`,
    text: "if (!isPublicHost(url.hostname)) return { outcome: 'refused', reason: 'private' };",
    replacement: 'void isPublicHost;',
    tests: `${upstream}/egress.rules`,
    name: 'S01',
  },
  {
    defence: 'the wall between tenants in the database',
    file: 'libs/service-kit/src/row-level-security.ts',
    text: "USING (tenant_id = nullif(current_setting('portico.tenant', true), '')::uuid)",
    replacement: 'USING (true)',
    tests: 'libs/service-kit/src/database',
    name: 'A02',
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
