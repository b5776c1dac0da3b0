import { setTimeout as wait } from 'node:timers/promises';
import { authorize, checkNeedsSomebody, toRequest } from './authorization.fixture.js';
import {
  checkLaterSignIn,
  checkRefreshedIdToken,
  checkSameSignIn,
  readIdToken,
  textOf,
} from './id-token.fixture.js';
import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import { CALLBACK, type Client, type Op } from './op.fixture.js';
import {
  askTokenEndpoint,
  askUserinfo,
  checkInvalidGrant,
  completeFlow,
  type Flow,
} from './tokens.fixture.js';

/** A flow whose request has one more parameter, which must not lead to an error. */
const withParameter = (
  name: string,
  parameter: string,
  value: (op: Op) => string,
  texts: Pick<ConformanceModule, 'portico'>,
): ConformanceModule => ({
  name,
  checks: `The code flow with \`${parameter}\`: no error.`,
  ...texts,
  run: async (op, log) => void (await completeFlow(op, log, { parameters: { [parameter]: value(op) } })),
});

/** The same browser twice; the second request has these parameters, or those that the first flow leads to. */
const runTwice = async (
  op: Op,
  log: ModuleLog,
  {
    first = {},
    second,
  }: { first?: Record<string, string>; second: (before: Flow) => Record<string, string> },
  pause = 0,
): Promise<[Flow, Flow]> => {
  const browser = op.browser();
  const before = await completeFlow(op, log, { browser, parameters: first });
  await wait(pause);
  return [before, await completeFlow(op, log, { browser, parameters: second(before) })];
};

const runPromptLogin = async (op: Op, log: ModuleLog): Promise<void> => {
  const [first, second] = await runTwice(op, log, { second: () => ({ prompt: 'login' }) }, 1000);
  log.must('ExpectSecondLoginPage', second.hasSignedIn);
  checkLaterSignIn(log, first.idToken, second.idToken);
};

const runNotLoggedIn = async (op: Op, log: ModuleLog): Promise<void> => {
  const request = toRequest(op.client, { prompt: 'none' }, 128);
  checkNeedsSomebody(op, log, request, await authorize(op, op.browser(), request));
};

const runLoggedIn = async (op: Op, log: ModuleLog): Promise<void> => {
  const [first, second] = await runTwice(op, log, { second: () => ({ prompt: 'none' }) });
  log.must('the second request shows no page', !second.hasSignedIn);
  checkSameSignIn(log, first.idToken, second.idToken);
};

const runIdTokenHint = async (op: Op, log: ModuleLog): Promise<void> => {
  const [first, second] = await runTwice(op, log, {
    second: ({ idToken }) => ({ prompt: 'none', id_token_hint: idToken.jwt }),
  });
  checkSameSignIn(log, first.idToken, second.idToken);
};

const isRecent = ({ idToken: { claims } }: Flow): boolean =>
  Number(claims['auth_time']) > Date.now() / 1000 - 301;

const runMaxAge1 = async (op: Op, log: ModuleLog): Promise<void> => {
  const [first, second] = await runTwice(op, log, { second: () => ({ max_age: '1' }) }, 2000);
  log.must('ExpectSecondLoginPage', second.hasSignedIn);
  log.must('CheckIdTokenAuthTimeClaimPresentDueToMaxAge', 'auth_time' in second.idToken.claims);
  checkLaterSignIn(log, first.idToken, second.idToken);
  log.must('CheckIdTokenAuthTimeIsRecentIfPresent', isRecent(second));
};

const runMaxAge10000 = async (op: Op, log: ModuleLog): Promise<void> => {
  const flows = await runTwice(op, log, {
    first: { max_age: '15000' },
    second: () => ({ max_age: '10000' }),
  });
  for (const { idToken } of flows)
    log.must('CheckIdTokenAuthTimeClaimPresentDueToMaxAge', 'auth_time' in idToken.claims);
  log.must('the second request shows no page', !flows[1].hasSignedIn);
  checkSameSignIn(log, flows[0].idToken, flows[1].idToken);
};

const runAcrValues = async (op: Op, log: ModuleLog): Promise<void> => {
  const supported = op.metadata['acr_values_supported'] as string[] | undefined;
  const { idToken } = await completeFlow(op, log, {
    parameters: { acr_values: supported?.join(' ') ?? '1 2' },
  });
  const { acr } = idToken.claims;
  log.should(
    'ValidateIdTokenACRClaimAgainstAcrValuesRequest',
    (supported ?? ['1', '2']).includes(textOf(acr)),
    textOf(acr) || 'no acr',
  );
};

/** The parameters of a request as an unsigned JWT. */
const toRequestObject = (parameters: Record<string, string>): string =>
  `${[{ alg: 'none' }, parameters].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

/** Sends a request object by `request` or `request_uri`; the suite skips where the provider says that it takes none. */
const runRequestObject =
  (parameter: 'request' | 'request_uri') =>
  async (op: Op, log: ModuleLog): Promise<void> => {
    const request = toRequest(op.client);
    const value =
      parameter === 'request' ? toRequestObject(request.parameters) : `${CALLBACK}/requesturi/x1#y2`;
    request.parameters[parameter] = value;
    const { answer } = await authorize(op, op.browser(), request);
    const error = log.need('the browser comes back to the redirect_uri', answer)['error'];
    if (error === `${parameter}_not_supported`) log.skip(`the answer is \`${error}\``);
    log.must('CheckIfAuthorizationEndpointError', false, error);
  };

const runRequestObjectRedirect = async (op: Op, log: ModuleLog): Promise<void> => {
  const request = toRequest(op.client);
  request.parameters['request'] = toRequestObject(request.parameters);
  request.parameters['redirect_uri'] = `${CALLBACK}/invalid`;
  const { answer, reason } = await authorize(op, op.browser(), request);
  log.must('EnsureOPDoesNotUseDefaultRedirectUriInCaseOfInvalidRedirectUri', answer === undefined);
  log.page('ExpectRedirectUriErrorPage', reason, 'application_request_invalid');
};

/** One client's pass of the refresh module: gets a refresh token, uses it, and gives the latest. */
const refresh = async (op: Op, log: ModuleLog, client: Client): Promise<string> => {
  const offline = (op.metadata['scopes_supported'] as string[]).includes('offline_access');
  const scope = offline ? 'openid offline_access' : 'openid';
  const flow = await completeFlow(op, log, {
    client,
    parameters: { scope, prompt: offline ? 'consent' : undefined },
  });
  const issued = flow.reply.json['refresh_token'];
  const grants = op.metadata['grant_types_supported'] as string[];
  log.should(
    'EnsureServerConfigurationSupportsRefreshToken',
    grants.includes('refresh_token') === (typeof issued === 'string'),
  );
  if (typeof issued !== 'string') return log.skip('no refresh token was issued');
  // The suite waits so that the two ID tokens have been issued at different seconds.
  await wait(1000);
  const { status, json, contentType, cacheControl } = await askTokenEndpoint(op, client, {
    grant_type: 'refresh_token',
    refresh_token: issued,
    scope,
  });
  log.need(
    'CheckTokenEndpointHttpStatus200',
    status === 200,
    textOf(json['error_description']) || String(status),
  );
  log.must('CheckTokenEndpointReturnedJsonContentType', contentType === 'application/json', contentType);
  log.must('CheckTokenEndpointCacheHeaders', cacheControl.includes('no-store'), cacheControl);
  log.must('CheckTokenTypeIsBearer', String(json['token_type']).toLowerCase() === 'bearer');
  log.must('EnsureAccessTokenValuesAreDifferent', json['access_token'] !== flow.accessToken);
  log.should('ExtractExpiresInFromTokenEndpointResponse', typeof json['expires_in'] === 'number');
  const latest = textOf(json['refresh_token']) || issued;
  log.must('EnsureMinimumRefreshTokenLength', Buffer.byteLength(latest) * 8 >= 128);
  log.must('EnsureRefreshTokenContainsAllowedCharactersOnly', /^[\x20-\x7e]+$/.test(latest));
  if (typeof json['id_token'] === 'string')
    checkRefreshedIdToken(log, flow.idToken, readIdToken(json['id_token']));
  const userinfo = await askUserinfo(op, String(json['access_token']));
  log.must('EnsureHttpStatusCodeIs200', userinfo.status === 200, String(userinfo.status));
  return latest;
};

const runRefresh = async (op: Op, log: ModuleLog): Promise<void> => {
  await refresh(op, log, op.client);
  const foreign = await refresh(op, log, op.client2);
  const grant = { grant_type: 'refresh_token', refresh_token: foreign };
  checkInvalidGrant(log, await askTokenEndpoint(op, op.client, grant));
};

const NO_REQUEST_OBJECT =
  'A request that must not be tampered with goes by PAR (RFC 9126): no key of an application is needed for it, and Portico fetches nothing from an address that a request names.';

/** The modules of the Basic OP plan about the parameters of a request, and about what follows the tokens. */
export const REQUEST_MODULES: readonly ConformanceModule[] = [
  withParameter('oidcc-display-page', 'display', () => 'page', { portico: 'Shows its page as ever.' }),
  withParameter('oidcc-display-popup', 'display', () => 'popup', {
    portico: 'Shows its page as ever, which fits 320 pixels.',
  }),
  {
    name: 'oidcc-prompt-login',
    checks: 'A browser that is signed in is asked again, and the second ID token has a later `auth_time`.',
    portico: 'Asks again.',
    run: runPromptLogin,
  },
  {
    name: 'oidcc-prompt-none-not-logged-in',
    checks:
      'Nobody is signed in: an error that says so comes back at once, with a `state` of 128 characters.',
    portico: 'Sends the browser back with `login_required`.',
    run: runNotLoggedIn,
  },
  {
    name: 'oidcc-prompt-none-logged-in',
    checks: 'Somebody is signed in: no page, the same `sub` and `auth_time` as before.',
    portico: 'Answers at once.',
    run: runLoggedIn,
  },
  {
    name: 'oidcc-max-age-1',
    checks: 'Two seconds after a sign-in, `max_age=1` asks again; `auth_time` is there, later, and recent.',
    portico: 'Asks again.',
    run: runMaxAge1,
  },
  {
    name: 'oidcc-max-age-10000',
    checks:
      'A sign-in within `max_age` does: no page, the same `sub` and `auth_time`, which is there both times.',
    portico: 'Answers at once.',
    run: runMaxAge10000,
  },
  withParameter('oidcc-ensure-request-with-unknown-parameter-succeeds', 'extra', () => 'foobar', {
    portico: 'Ignores what it does not know.',
  }),
  {
    name: 'oidcc-id-token-hint',
    checks: 'The ID token as `id_token_hint` with `prompt=none`: no page, the same `sub` and `auth_time`.',
    portico: 'Answers at once.',
    run: runIdTokenHint,
  },
  withParameter('oidcc-login-hint', 'login_hint', ({ issuer }) => `buffy@${new URL(issuer).hostname}`, {
    portico: 'Writes it into the e-mail field, and believes nothing of it.',
  }),
  withParameter('oidcc-ui-locales', 'ui_locales', () => 'se', { portico: 'Shows its pages in English.' }),
  withParameter('oidcc-claims-locales', 'claims_locales', () => 'se', {
    portico: 'Has one name of a person, in no language.',
  }),
  {
    name: 'oidcc-ensure-request-with-acr-values-succeeds',
    checks: 'The code flow with `acr_values`: no error; warns where the ID token does not name one of them.',
    portico:
      'Passes them on to the identity provider, and names an `acr` only where that has confirmed it. The replay signs in by password.',
    because:
      'An `acr` that nobody has confirmed would be a lie. An application that needs one calls it essential, and is refused without it.',
    run: runAcrValues,
  },
  {
    name: 'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
    checks:
      'An unsigned request object behind `request_uri`; skipped where the answer is `request_uri_not_supported`. Only for clients that register themselves.',
    portico: 'Answers `request_uri_not_supported`.',
    because: NO_REQUEST_OBJECT,
    run: runRequestObject('request_uri'),
  },
  {
    name: 'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
    checks: 'An unsigned request object in `request`; skipped where the answer is `request_not_supported`.',
    portico: 'Answers `request_not_supported`.',
    because: NO_REQUEST_OBJECT,
    run: runRequestObject('request'),
  },
  {
    name: 'oidcc-ensure-request-object-with-redirect-uri',
    checks:
      'A request object with the right redirect URI beside a parameter with a wrong one: the former counts, or a page says that it is wrong.',
    portico: 'Shows the page of `application_request_invalid`.',
    run: runRequestObjectRedirect,
  },
  {
    name: 'oidcc-refresh-token',
    checks:
      'A refresh token is long and random, brings a new access token and an ID token of the same sign-in; another client’s is refused with `invalid_grant`.',
    portico: 'Answers so, with a new refresh token each time.',
    run: runRefresh,
  },
];
