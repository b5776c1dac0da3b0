import type { Proof } from './proof.ts';

const provider = 'apps/broker/src/provider';
const tests = 'apps/broker/src/conformance';

/** What an application may ask of the OpenID Provider, as the conformance suite's modules ask it. */
export const CONFORMANCE: Proof[] = [
  {
    defence: 'no code without PKCE',
    file: `${provider}/provider-configuration.ts`,
    text: 'pkce: { required: () => true }',
    replacement: 'pkce: { required: () => false }',
    tests,
    name: 'PKCE is required',
  },
  {
    defence: 'a request that is posted is taken',
    file: `${provider}/answer-post-by-get.ts`,
    text: "  ctx.method === 'POST' &&\n",
    replacement: "  ctx.method === 'PUT' &&\n",
    tests,
    name: 'oidcc-ensure-post-request-succeeds',
  },
  {
    defence: 'no more of a posted request than 8 KiB is read',
    file: `${provider}/answer-post-by-get.ts`,
    text: '<= MOST_BYTES',
    replacement: '<= Infinity',
    tests,
    name: 'answers 404 where it has no route',
  },
  {
    defence: 'what has no route is no failure',
    file: `${provider}/finish-request.ts`,
    text: '    if (!isServed(ctx)) return;\n',
    replacement: '    void isServed;\n',
    tests,
    name: 'answers 404 where it has no route',
  },
  {
    defence: 'a claim may be asked for by itself',
    file: `${provider}/grant.rules.ts`,
    text: 'claims: [...CLAIMS.profile, ...CLAIMS.email],',
    replacement: 'claims: CLAIMS.openid,',
    tests,
    name: 'oidcc-claims-essential',
  },
  {
    defence: 'a refresh may name the scopes of the request',
    file: `${provider}/grant.rules.ts`,
    text: "[...OPENID_SCOPES, 'offline_access'].join(' ')",
    replacement: "OPENID_SCOPES.join(' ')",
    tests,
    name: 'oidcc-refresh-token',
  },
];
