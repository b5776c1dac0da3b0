import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BACKCHANNEL_MODULES } from './backchannel-modules.fixture.js';
import { BASIC_MODULES } from './basic-modules.fixture.js';
import { CONFIG_MODULES } from './config-modules.fixture.js';
import { DIFFERENCES } from './differences.fixture.js';
import { LOGOUT_MODULES } from './logout-modules.fixture.js';
import type { ConformanceModule, ConformancePlan, ModuleLog } from './module.fixture.js';
import { REDIRECT_MODULES } from './redirect-modules.fixture.js';
import { REQUEST_MODULES } from './request-modules.fixture.js';
import { SCOPE_MODULES } from './scope-modules.fixture.js';

/** The suite whose modules are replayed, as it was on that day. */
const SUITE = {
  name: 'OpenID Foundation conformance suite',
  repository: 'https://gitlab.com/openid/conformance-suite',
  commit: '949724883989f9f067ea728c7c13cacc18bbd81f',
  date: '2026-10-02',
};

/** The order of the modules in `OIDCCBasicTestPlan`. */
const BASIC_ORDER =
  `server response-type-missing idtoken-signature idtoken-unsigned userinfo-get userinfo-post-header
  userinfo-post-body ensure-request-without-nonce-succeeds-for-code-flow scope-profile scope-email scope-address
  scope-phone scope-all alternate-happy-flow display-page display-popup prompt-login prompt-none-not-logged-in
  prompt-none-logged-in max-age-1 max-age-10000 ensure-request-with-unknown-parameter-succeeds id-token-hint login-hint
  ui-locales claims-locales ensure-request-with-acr-values-succeeds codereuse codereuse-30seconds
  ensure-registered-redirect-uri ensure-post-request-succeeds server-client-secret-post
  request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
  unsigned-request-object-supported-correctly-or-rejected-as-unsupported claims-essential
  ensure-request-object-with-redirect-uri refresh-token ensure-request-with-valid-pkce-succeeds`
    .split(/\s+/)
    .map((name) => `oidcc-${name}`);

const inOrder = (modules: readonly ConformanceModule[]): ConformanceModule[] =>
  BASIC_ORDER.map((name) => modules.find((module) => module.name === name)!);

export const PLANS: readonly ConformancePlan[] = [
  {
    name: 'oidcc-basic-certification-test-plan',
    profile: 'Basic OP',
    modules: inOrder([...BASIC_MODULES, ...SCOPE_MODULES, ...REQUEST_MODULES]),
  },
  { name: 'oidcc-config-certification-test-plan', profile: 'Config OP', modules: CONFIG_MODULES },
  {
    name: 'oidcc-rp-initiated-logout-certification-test-plan',
    profile: 'RP-Initiated Logout OP',
    modules: LOGOUT_MODULES,
  },
  {
    name: 'oidcc-backchannel-rp-initiated-logout-certification-test-plan',
    profile: 'Back-Channel Logout OP',
    modules: BACKCHANNEL_MODULES,
  },
  {
    name: 'oidcc-dynamic-certification-test-plan',
    profile: 'Dynamic OP, the requests that are refused',
    modules: REDIRECT_MODULES,
  },
];

/** What a run has found of one module. */
export const toResult = ({ run: _, ...module }: ConformanceModule, log: ModuleLog) => {
  const notMet = log.seen.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning');
  return {
    ...module,
    outcome: log.outcome,
    ...(log.skippedBecause !== undefined && { skipped: log.skippedBecause }),
    conditions: log.seen.length,
    notMet,
  };
};

export type Result = ReturnType<typeof toResult>;

const FILE = join(import.meta.dirname, '../../../../docs/conformance.json');

/** All that a run has found, as `docs/conformance.json` has it. */
export const toReport = (found: ReadonlyMap<string, Result>): unknown => ({
  suite: SUITE,
  differences: DIFFERENCES.map(({ name, what, because }) => ({ name, what, because })),
  plans: PLANS.map(({ name, profile, modules }) => ({
    name,
    profile,
    modules: modules.map((module) => found.get(module.name)),
  })),
});

/** The report as it is committed. `npm run conformance` writes it anew. */
export const committedReport = (found: unknown): unknown => {
  if (process.env['PORTICO_TEST_RECORD'] === '1') writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
  return JSON.parse(readFileSync(FILE, 'utf8'));
};
