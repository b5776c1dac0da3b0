import { setTimeout as wait } from 'node:timers/promises';
import { authorize, checkAnswer, checkErrorAnswer, toRequest } from './authorization.fixture.js';
import { checkHashes, unaskedClaims } from './id-token.fixture.js';
import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import type { Op } from './op.fixture.js';
import {
  askUserinfo,
  checkInvalidGrant,
  checkUserinfo,
  completeFlow,
  type Flow,
  redeem,
} from './tokens.fixture.js';

const bitsOf = (text: string): number => Buffer.byteLength(text) * 8;

/** The suite's measure of randomness: Shannon's, times the length. */
const entropyOf = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0) * text.length;
};

const runServer = async (op: Op, log: ModuleLog): Promise<void> => {
  const { code, accessToken, idToken } = await completeFlow(op, log);
  log.must('EnsureMinimumAuthorizationCodeLength', bitsOf(code) >= 128);
  log.must('EnsureMinimumAuthorizationCodeEntropy', entropyOf(code) > 96);
  log.should('EnsureIdTokenDoesNotContainName', idToken.claims['name'] === undefined);
  checkHashes(log, idToken, { at_hash: accessToken, c_hash: code });
  const unasked = unaskedClaims(idToken);
  log.should('EnsureIdTokenDoesNotContainNonRequestedClaims', unasked.length === 0, unasked.join(', '));
};

const runResponseTypeMissing = async (op: Op, log: ModuleLog): Promise<void> => {
  const request = toRequest(op.client, { response_type: undefined });
  const visit = await authorize(op, op.browser(), request);
  const { error = '' } = checkErrorAnswer(op, log, request, visit);
  log.must(
    'CheckErrorFromAuthorizationEndpointErrorInvalidRequestOrUnsupportedResponseType',
    ['unsupported_response_type', 'invalid_request'].includes(error),
    error,
  );
};

const runIdTokenSignature = async (op: Op, log: ModuleLog): Promise<void> => {
  const { idToken } = await completeFlow(op, log, { client: op.clientRs256 });
  log.must('EnsureIdTokenContainsKid', typeof idToken.header['kid'] === 'string');
  log.must('EnsureIdTokenSignatureIsRS256', idToken.header['alg'] === 'RS256', String(idToken.header['alg']));
};

const runIdTokenUnsigned = async (op: Op, log: ModuleLog): Promise<void> => {
  const supported = op.metadata['id_token_signing_alg_values_supported'] as string[];
  if (!supported.includes('none')) log.skip('`id_token_signing_alg_values_supported` does not list `none`');
  log.must('CheckIdTokenSignatureAlgorithm', false);
};

const runUserinfo =
  (way: Parameters<typeof askUserinfo>[2]) =>
  async (op: Op, log: ModuleLog): Promise<void> => {
    const { accessToken } = await completeFlow(op, log);
    checkUserinfo(log, await askUserinfo(op, accessToken, way));
  };

const runWithoutNonce = async (op: Op, log: ModuleLog): Promise<void> => {
  const request = toRequest(op.client, { nonce: undefined });
  checkAnswer(op, log, request, await authorize(op, op.browser(), request));
};

const runCodeReuse = async (op: Op, log: ModuleLog): Promise<Flow> => {
  const flow = await completeFlow(op, log);
  const again = await redeem(op, op.client, flow.code, flow.request);
  log.must('ServerAllowedReusingAuthorizationCode', again.status !== 200);
  checkInvalidGrant(log, again);
  return flow;
};

const runLateCodeReuse = async (op: Op, log: ModuleLog): Promise<void> => {
  const { code, request, accessToken } = await completeFlow(op, log);
  // A code lives 60 s, so 30 s later it is as it is after one; the time that is told is not lived through.
  await wait(1000);
  checkInvalidGrant(log, await redeem(op, op.client, code, request));
  const { status } = await askUserinfo(op, accessToken);
  log.should('EnsureHttpStatusCodeIs4xx', status >= 400 && status < 500, String(status));
};

const runUnregistered = async (op: Op, log: ModuleLog): Promise<void> => {
  const request = toRequest(op.client, {
    redirect_uri: `${toRequest(op.client).parameters['redirect_uri'] ?? ''}/x1y2z3`,
  });
  const { answer, reason } = await authorize(op, op.browser(), request);
  log.must('the redirect_uri that is not registered is not called', answer === undefined);
  log.page('ExpectRedirectUriErrorPage', reason, 'application_request_invalid');
};

/** The modules of the Basic OP plan about the code flow itself. */
export const BASIC_MODULES: readonly ConformanceModule[] = [
  {
    name: 'oidcc-server',
    checks:
      'The code flow: `state` and `iss` in the answer, a code of 128 bits that is random, tokens, every claim and the signature of the ID token, userinfo; warns of a name or of claims that nobody has asked for.',
    portico:
      'Answers so. Its ID tokens also carry `tenant_id`, and `connection_id` and `external_id` where there are any.',
    because:
      'Every user belongs to a tenant, and a `sub` means nothing without it: applications need `tenant_id` before anything else, so the scope `openid` releases it.',
    run: runServer,
  },
  {
    name: 'oidcc-response-type-missing',
    checks: 'A request without `response_type` ends in an error at the redirect URI or at a page.',
    portico: 'Sends the browser back with `invalid_request`.',
    run: runResponseTypeMissing,
  },
  {
    name: 'oidcc-idtoken-signature',
    checks:
      'A client that has asked for no algorithm gets an ID token signed with RS256, whose header names the key. Only for clients that register themselves.',
    portico:
      'Signs with RS256 for the applications that are registered so (`idTokenAlg`), with ES256 for the others.',
    run: runIdTokenSignature,
  },
  {
    name: 'oidcc-idtoken-unsigned',
    checks:
      'A client that has asked for `none` gets an unsigned ID token; skipped where the provider does not offer that. Only for clients that register themselves.',
    portico: 'Never issues an unsigned ID token, and does not say that it would.',
    because: 'An ID token without a signature proves nothing to whoever gets it from elsewhere.',
    run: runIdTokenUnsigned,
  },
  {
    name: 'oidcc-userinfo-get',
    checks: 'Userinfo answers a GET with the token in the header: JSON, claims of their types, a `sub`.',
    portico: 'Answers so.',
    run: runUserinfo({}),
  },
  {
    name: 'oidcc-userinfo-post-header',
    checks: 'Userinfo answers a POST with the token in the header.',
    portico: 'Answers so.',
    run: runUserinfo({ method: 'POST' }),
  },
  {
    name: 'oidcc-userinfo-post-body',
    checks: 'Userinfo answers a POST with the token in the form, or the suite warns.',
    portico: 'Answers so.',
    run: runUserinfo({ method: 'POST', place: 'body' }),
  },
  {
    name: 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow',
    checks: 'The code flow needs no `nonce`.',
    portico: 'Answers with a code.',
    run: runWithoutNonce,
  },
  {
    name: 'oidcc-codereuse',
    checks: 'A code that was redeemed is refused the second time: 400, JSON, `invalid_grant`.',
    portico: 'Answers so.',
    run: async (op, log) => void (await runCodeReuse(op, log)),
  },
  {
    name: 'oidcc-codereuse-30seconds',
    checks: 'The same 30 seconds later, and the access token that the code had brought no longer works.',
    portico:
      'Refuses the code as long as it remembers it and afterwards, and ends the grant with its tokens. The replay waits one second instead of 30.',
    run: runLateCodeReuse,
  },
  {
    name: 'oidcc-ensure-registered-redirect-uri',
    checks: 'A redirect URI that is not registered is never called; a page says so.',
    portico: 'Shows the page of `application_request_invalid`.',
    run: runUnregistered,
  },
  {
    name: 'oidcc-ensure-post-request-succeeds',
    checks: 'The authorization request may come as a POST.',
    portico: 'Answers as to a GET.',
    run: async (op, log) => void (await completeFlow(op, log, { method: 'POST' })),
  },
  {
    name: 'oidcc-server-client-secret-post',
    checks: 'The code flow with `client_secret_post`.',
    portico: 'Answers so to an application that is registered with it (`tokenAuth`).',
    run: async (op, log) => {
      const methods = op.metadata['token_endpoint_auth_methods_supported'] as string[];
      log.must('EnsureServerConfigurationSupportsClientSecretPost', methods.includes('client_secret_post'));
      await completeFlow(op, log, { client: op.clientPost });
    },
  },
  {
    name: 'oidcc-ensure-request-with-valid-pkce-succeeds',
    checks: 'The code flow with a PKCE challenge and its verifier.',
    portico: 'Answers so, and to nobody without a challenge.',
    run: async (op, log) => void (await completeFlow(op, log)),
  },
];
