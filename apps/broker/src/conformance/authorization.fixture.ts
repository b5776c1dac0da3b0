import { createHash, randomBytes } from 'node:crypto';
import type { PageBrowser } from '../page-browser.fixture.js';
import type { ModuleLog } from './module.fixture.js';
import { CALLBACK, type Client, type Op } from './op.fixture.js';

/** An authorization request as a module sends it. */
export interface AuthorizationRequest {
  parameters: Record<string, string>;
  verifier: string;
  state: string;
  nonce: string;
}

/** Where the browser ended: back at the suite, or at a page of the provider's. */
export interface Visit {
  /** The parameters of the answer at the redirect URI. */
  answer?: Record<string, string>;
  /** The catalogue's code that the provider's page names. */
  reason?: string;
  /** Whether somebody had to sign in on the way. */
  hasSignedIn: boolean;
}

const random = (length: number): string =>
  randomBytes(length)
    .toString('base64url')
    .slice(0, length - 4) + '-._~';

/**
 * The request of the suite's code flow (`CreateAuthorizationRequestSteps`), with the PKCE challenge that Portico asks of
 * everybody and that the suite sends in one module only.
 */
export const toRequest = (
  client: Client,
  changes: Record<string, string | undefined> = {},
  stateLength = 10,
): AuthorizationRequest => {
  const verifier = randomBytes(32).toString('base64url');
  const state = random(stateLength);
  const nonce = random(10);
  const parameters = {
    client_id: client.id,
    redirect_uri: CALLBACK,
    scope: 'openid',
    state,
    nonce,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const sent = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { parameters: Object.fromEntries(sent), verifier, state, nonce };
};

/** The path of a page where somebody can sign in with a password. */
const pathOfSignIn = (path: string, html: string): string | undefined =>
  /^\/login\/[^/?]+/.exec(path)?.[0] && html.includes('type="password"')
    ? /^\/login\/[^/?]+/.exec(path)?.[0]
    : undefined;

/** An error of a flow other than the code flow comes in the fragment (OAuth 2.0 Multiple Response Types §5). */
const parametersOf = ({ searchParams, hash }: URL): Record<string, string> =>
  Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]);

/** Follows a browser until it is back at the suite or stands before a page that only says something. */
const follow = async (
  op: Op,
  browser: PageBrowser,
  first: Awaited<ReturnType<PageBrowser['get']>>,
): Promise<Visit> => {
  let at = '';
  let answer = first;
  let hasSignedIn = false;
  for (let steps = 0; steps < 12; steps += 1) {
    const onward = answer.headers.get('location') ?? answer.headers.get('refresh')?.split('url=')[1];
    const signIn = onward ? undefined : pathOfSignIn(at, answer.html);
    if (onward) {
      const address = new URL(onward, op.issuer);
      if (address.origin !== op.issuer) return { answer: parametersOf(address), hasSignedIn };
      at = `${address.pathname}${address.search}`;
      answer = await browser.get(at);
    } else if (signIn && !hasSignedIn) {
      hasSignedIn = true;
      answer = await op.typePassword(browser, signIn);
    } else {
      return { reason: answer.reason, hasSignedIn };
    }
  }
  throw new Error(`the browser goes round in circles at ${at}`);
};

/** Sends a browser to the authorization endpoint, signs in where it is asked, and comes back. */
export const authorize = async (
  op: Op,
  browser: PageBrowser,
  { parameters }: AuthorizationRequest,
  { method = 'GET', sorted = 'up' }: { method?: 'GET' | 'POST'; sorted?: 'up' | 'down' } = {},
): Promise<Visit> => {
  const { pathname } = new URL(String(op.metadata['authorization_endpoint']));
  const entries = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const query = new URLSearchParams(sorted === 'up' ? entries : entries.reverse());
  const first =
    method === 'POST'
      ? await browser.post(pathname, parameters)
      : await browser.get(`${pathname}?${query.toString()}`);
  return await follow(op, browser, first);
};

const ERROR_TEXT = /^[\t\n\r\x20-\x21\x23-\x5b\x5d-\x7e]+$/;
const ERROR_PARAMETERS = ['error', 'error_description', 'error_uri', 'state', 'session_state', 'iss'];

/** What the suite asks of every successful authorization response; gives the code. */
export const checkAnswer = (
  op: Op,
  log: ModuleLog,
  { state }: AuthorizationRequest,
  { answer, reason }: Visit,
): string => {
  const back = log.need('the browser comes back to the redirect_uri', answer, reason);
  log.must(
    'ValidateIssIfPresentInAuthorizationResponse',
    back['iss'] === undefined || back['iss'] === op.issuer,
  );
  log.need('CheckIfAuthorizationEndpointError', back['error'] === undefined, back['error_description']);
  log.must('CheckStateInAuthorizationResponse', back['state'] === state);
  return log.need('ExtractAuthorizationCodeFromAuthorizationResponse', back['code']);
};

/** What the suite asks of every error at the redirect URI. */
export const checkErrorAnswer = (
  op: Op,
  log: ModuleLog,
  { state }: AuthorizationRequest,
  { answer, reason }: Visit,
): Record<string, string> => {
  const back = log.need('the browser comes back to the redirect_uri', answer, reason);
  const description = back['error_description'];
  log.must('CheckStateInAuthorizationResponse', back['state'] === state);
  log.must(
    'ValidateIssIfPresentInAuthorizationResponse',
    back['iss'] === undefined || back['iss'] === op.issuer,
  );
  log.must('EnsureErrorFromAuthorizationEndpointResponse', back['error'] !== undefined);
  log.must('RejectAuthCodeInAuthorizationEndpointResponse', back['code'] === undefined);
  log.should(
    'CheckForUnexpectedParametersInErrorResponseFromAuthorizationEndpoint',
    Object.keys(back).every((name) => ERROR_PARAMETERS.includes(name)),
  );
  log.should(
    'CheckErrorDescriptionFromAuthorizationEndpointResponseErrorContainsCRLFTAB',
    !/[\r\n\t]/.test(description ?? ''),
  );
  log.must(
    'ValidateErrorDescriptionFromAuthorizationEndpointResponseError',
    description === undefined || ERROR_TEXT.test(description),
  );
  log.must('ValidateErrorUriFromAuthorizationEndpointResponseError', back['error_uri'] === undefined);
  return back;
};

/** The errors that say that somebody would have to do something at a page (OpenID Connect Core §3.1.2.6). */
const NEEDS_SOMEBODY = [
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
];

/** `prompt=none` is answered by an error that says why a page would be needed. */
export const checkNeedsSomebody = (
  op: Op,
  log: ModuleLog,
  request: AuthorizationRequest,
  visit: Visit,
): void => {
  const { error = '' } = checkErrorAnswer(op, log, request, visit);
  log.must(
    'CheckErrorFromAuthorizationEndpointIsOneThatRequiredAUserInterface',
    NEEDS_SOMEBODY.includes(error),
    error,
  );
};
