import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import type { Op } from './op.fixture.js';
import { askUserinfo, checkUserinfo, completeFlow, type Flow } from './tokens.fixture.js';

const PROFILE =
  'name given_name family_name middle_name nickname profile picture website gender birthdate zoneinfo locale updated_at preferred_username';

/** The claims that a scope stands for (OpenID Connect Core §5.4). */
const CLAIMS_OF: Record<string, string[]> = {
  openid: ['sub'],
  profile: PROFILE.split(' '),
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
};

/** `AbstractOIDCCReturnedClaimsServerTest`: asks for scopes, and for all of their claims at userinfo. */
const completeScopes = async (
  op: Op,
  log: ModuleLog,
  scope: string,
  wishes: { sorted?: 'down' } = {},
): Promise<{ flow: Flow; info: Record<string, unknown> }> => {
  const supported = op.metadata['scopes_supported'] as string[];
  const missing = scope.split(' ').filter((name) => !supported.includes(name));
  if (missing.length > 0) log.skip(`\`scopes_supported\` does not list ${missing.sort().join(', ')}`);
  const flow = await completeFlow(op, log, { parameters: { scope }, ...wishes });
  const reply = await askUserinfo(op, flow.accessToken);
  checkUserinfo(log, reply);
  log.must(
    'VerifyUserInfoAndIdTokenInTokenEndpointSameSub',
    reply.json['sub'] === flow.idToken.claims['sub'],
  );
  const wanted = scope.split(' ').flatMap((name) => CLAIMS_OF[name] ?? []);
  const absent = wanted.filter((name) => !(name in reply.json));
  log.should('VerifyScopesReturnedInUserInfoClaims', absent.length === 0, `without ${absent.join(', ')}`);
  return { flow, info: reply.json };
};

const runEmail = async (
  op: Op,
  log: ModuleLog,
  scope: string,
  wishes: { sorted?: 'down' } = {},
): Promise<void> => {
  const { flow, info } = await completeScopes(op, log, scope, wishes);
  log.should('EnsureIdTokenDoesNotContainName', flow.idToken.claims['name'] === undefined);
  log.should(
    'EnsureIdTokenDoesNotContainEmailForScopeEmail',
    flow.idToken.claims['email'] === undefined,
    'email',
  );
  log.should('EnsureUserInfoDoesNotContainName', info['name'] === undefined);
};

const runEssentialName = async (op: Op, log: ModuleLog): Promise<void> => {
  const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
  const { accessToken, idToken } = await completeFlow(op, log, { parameters: { claims } });
  const reply = await askUserinfo(op, accessToken);
  checkUserinfo(log, reply);
  log.must('VerifyUserInfoAndIdTokenInTokenEndpointSameSub', reply.json['sub'] === idToken.claims['sub']);
  log.should('EnsureUserInfoContainsName', typeof reply.json['name'] === 'string', 'no name');
  log.should('EnsureIdTokenDoesNotContainName', idToken.claims['name'] === undefined);
};

const NO_POST =
  'Portico knows of a person what an organisation needs to admit them, and keeps neither postal addresses nor telephone numbers.';
const IN_ID_TOKEN =
  'Applications that move over from Cognito read the e-mail from the ID token, and Cognito’s ID tokens have it; only who asks for the scope gets it.';

/** The modules of the Basic OP plan about scopes and claims. */
export const SCOPE_MODULES: readonly ConformanceModule[] = [
  {
    name: 'oidcc-scope-profile',
    checks:
      'The scope `profile`: its claims at userinfo, the same `sub` as in the ID token; warns where one of the 14 is missing.',
    portico: 'Releases `name`, the only one of them that it knows.',
    because: 'Portico keeps one name of a person and nothing else of the standard profile.',
    run: async (op, log) => void (await completeScopes(op, log, 'openid profile')),
  },
  {
    name: 'oidcc-scope-email',
    checks:
      'The scope `email`: `email` and `email_verified` at userinfo; warns where the ID token has the e-mail too.',
    portico: 'Releases both, at userinfo and in the ID token.',
    because: IN_ID_TOKEN,
    run: async (op, log) => await runEmail(op, log, 'openid email'),
  },
  {
    name: 'oidcc-scope-address',
    checks: 'The scope `address`; skipped where the provider does not list it.',
    portico: 'Has no such scope.',
    because: NO_POST,
    run: async (op, log) => void (await completeScopes(op, log, 'openid address')),
  },
  {
    name: 'oidcc-scope-phone',
    checks: 'The scope `phone`; skipped where the provider does not list it.',
    portico: 'Has no such scope.',
    because: NO_POST,
    run: async (op, log) => void (await completeScopes(op, log, 'openid phone')),
  },
  {
    name: 'oidcc-scope-all',
    checks:
      'The scopes `email phone address profile` at once; skipped where the provider does not list one of them.',
    portico: 'Has the scopes `profile` and `email`.',
    because: NO_POST,
    run: async (op, log) => void (await completeScopes(op, log, 'openid email phone address profile')),
  },
  {
    name: 'oidcc-alternate-happy-flow',
    checks: 'As `oidcc-scope-email`, with the scopes and the parameters of the request in the reverse order.',
    portico: 'Answers as to the usual order.',
    because: IN_ID_TOKEN,
    run: async (op, log) => await runEmail(op, log, 'email openid', { sorted: 'down' }),
  },
  {
    name: 'oidcc-claims-essential',
    checks:
      'The parameter `claims` calls `name` essential at userinfo: the request succeeds; warns where userinfo does not have the name.',
    portico: 'Succeeds, and releases the name at userinfo alone.',
    run: runEssentialName,
  },
];
