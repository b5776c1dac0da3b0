import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PageBrowser } from '../page-browser.fixture.js';
import { authorize, checkNeedsSomebody, toRequest } from './authorization.fixture.js';
import { checkAllHttps, isHttps } from './config-modules.fixture.js';
import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import { type Client, type Op, POST_LOGOUT } from './op.fixture.js';
import { completeFlow, type Flow } from './tokens.fixture.js';

/** A state of printable characters of every kind, as the suite makes it; those that forms rewrite are left out. */
const aState = (): string =>
  `${randomBytes(40).toString('hex').slice(0, 60)}!"#$%&'()*,-./:<=>?@[\\]^_\`{|}~`;

/** Where the end of a session leads a browser. */
export interface LogoutVisit {
  /** The parameters at the post-logout address. */
  back?: Record<string, string>;
  /** Whether somebody was asked and said yes. */
  hasConfirmed: boolean;
  /** The last page that the provider showed. */
  html: string;
  reason?: string;
}

/** The form that asks whether to sign out. */
const confirmation = (html: string): { action: string; fields: Record<string, string> } | undefined => {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1];
  return action && xsrf ? { action, fields: { xsrf, logout: 'yes' } } : undefined;
};

/** Sends a browser to the end-session endpoint, says yes where it is asked, and follows it. */
const visitLogout = async (
  op: Op,
  browser: PageBrowser,
  parameters: Record<string, string>,
): Promise<LogoutVisit> => {
  const { pathname } = new URL(String(op.metadata['end_session_endpoint']));
  let answer = await browser.get(`${pathname}?${new URLSearchParams(parameters).toString()}`);
  let hasConfirmed = false;
  for (let steps = 0; steps < 8; steps += 1) {
    const onward = answer.headers.get('location') ?? answer.headers.get('refresh')?.split('url=')[1];
    const asked = onward ? undefined : confirmation(answer.html);
    if (onward) {
      const address = new URL(onward, op.issuer);
      if (`${address.origin}${address.pathname}` === POST_LOGOUT)
        return { back: Object.fromEntries(address.searchParams), hasConfirmed, html: answer.html };
      if (address.origin !== op.issuer) throw new Error(`the browser leaves for ${onward}`);
      answer = await browser.get(`${address.pathname}${address.search}`);
    } else if (asked && !hasConfirmed) {
      hasConfirmed = true;
      answer = await browser.post(new URL(asked.action, op.issuer).pathname, asked.fields);
    } else {
      return { hasConfirmed, html: answer.html, reason: answer.reason };
    }
  }
  throw new Error('the browser goes round in circles');
};

/** Signs in as the logout modules do, and out again with these changes to the usual request. */
export const signOut = async (
  op: Op,
  log: ModuleLog,
  {
    client = op.client,
    change,
  }: {
    client?: Client;
    change: (flow: Flow) => Record<string, string | undefined> | Promise<Record<string, string | undefined>>;
  },
): Promise<{ browser: PageBrowser; flow: Flow; state: string; visit: LogoutVisit }> => {
  const browser = op.browser();
  const state = aState();
  const flow = await completeFlow(op, log, { client, browser, stateLength: 128 });
  const parameters: Record<string, string | undefined> = {
    id_token_hint: flow.idToken.jwt,
    post_logout_redirect_uri: POST_LOGOUT,
    state,
    ...(await change(flow)),
  };
  const sent = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { browser, flow, state, visit: await visitLogout(op, browser, Object.fromEntries(sent)) };
};

/** `verifyLoggedOutWithPromptNone`: the browser is signed in no longer. */
export const checkSignedOut = async (op: Op, log: ModuleLog, browser: PageBrowser): Promise<void> => {
  const request = toRequest(op.client, { prompt: 'none' }, 128);
  checkNeedsSomebody(op, log, request, await authorize(op, browser, request));
};

/** The browser is back at the post-logout address, with this state or without one. */
export const checkBack = (log: ModuleLog, { back, reason }: LogoutVisit, state: string | undefined): void => {
  const parameters = log.need('the browser comes back to the post_logout_redirect_uri', back, reason);
  log.must(
    state === undefined ? 'CheckNoPostLogoutState' : 'CheckPostLogoutState',
    parameters['state'] === state,
  );
  const others = Object.keys(parameters).filter((name) => name !== 'state');
  log.should('CheckForUnexpectedParametersInPostLogoutRedirect', others.length === 0, others.join(', '));
};

/** Somebody is asked exactly where no ID token says whose session it is; the suite says yes where it is asked. */
const checkAsked = (log: ModuleLog, { hasConfirmed }: LogoutVisit, isExpected: boolean): void =>
  log.must('the person is asked where no ID token says whose session it is', hasConfirmed === isExpected);

const runLogout = async (op: Op, log: ModuleLog): Promise<void> => {
  const { browser, state, visit } = await signOut(op, log, { change: () => ({}) });
  checkAsked(log, visit, false);
  checkBack(log, visit, state);
  await checkSignedOut(op, log, browser);
};

const runWithoutState = async (op: Op, log: ModuleLog): Promise<void> => {
  const { browser, visit } = await signOut(op, log, { change: () => ({ state: undefined }) });
  checkAsked(log, visit, false);
  checkBack(log, visit, undefined);
  await checkSignedOut(op, log, browser);
};

/** The browser stays at a page that says what is wrong. */
const refusing =
  (page: string, change: (op: Op) => Parameters<typeof signOut>[2]['change']) =>
  async (op: Op, log: ModuleLog): Promise<void> => {
    const { browser, visit } = await signOut(op, log, { change: change(op) });
    log.must('the post_logout_redirect_uri is not called', visit.back === undefined);
    log.page(page, visit.reason, 'application_request_invalid');
    checkAsked(log, visit, false);
    // So nobody is signed out; the suite does not look.
    await completeFlow(op, log, { browser, parameters: { prompt: 'none' } });
  };

/** Nothing says where to go, or who asks: the browser is signed out, and a page says so. */
const leaving =
  (page: string, ...without: string[]) =>
  async (op: Op, log: ModuleLog): Promise<void> => {
    const { browser, visit } = await signOut(op, log, {
      change: () => Object.fromEntries(without.map((name) => [name, undefined])),
    });
    log.must('the post_logout_redirect_uri is not called', visit.back === undefined);
    log.page(page, visit.html.includes('signed out') ? 'signed out' : visit.reason, 'signed out');
    checkAsked(log, visit, without.includes('id_token_hint'));
    // The suite asks for a screenshot alone; that the session has ended is ours to see.
    await checkSignedOut(op, log, browser);
  };

/** An ID token that a client has made itself, with issuer and audience the wrong way round. */
const fakeIdToken = async (op: Op): Promise<string> =>
  await new SignJWT({ nonce: 'flibble' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(op.client.id)
    .setAudience(op.issuer)
    .setSubject('SubjectID')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(op.client.secret));

/** The same ID token with `{"alg":"none"}` for its header and no signature. */
const unsigned = ({ idToken: { jwt } }: Flow): string =>
  `${Buffer.from('{"alg": "none"}').toString('base64url')}.${jwt.split('.')[1] ?? ''}.`;

const runDiscovery = async ({ metadata }: Op, log: ModuleLog): Promise<void> => {
  checkAllHttps(log, metadata);
  log.must('CheckDiscEndSessionEndpoint', isHttps(metadata['end_session_endpoint']));
};

const SIGNED_OUT = 'ExpectSuccessfulLogoutPage';
const SAYS_SO = 'Shows the page of `application_request_invalid`; the session goes on.';

/** The modules of the RP-Initiated Logout OP plan. */
export const LOGOUT_MODULES: readonly ConformanceModule[] = [
  {
    name: 'oidcc-rp-initiated-logout-discovery-endpoint-verification',
    checks: 'The discovery document has an `end_session_endpoint`, and every address in it is https.',
    portico: 'Publishes such a document.',
    run: runDiscovery,
  },
  {
    name: 'oidcc-rp-initiated-logout',
    checks:
      'The ID token, a registered address and a `state` of many characters: the browser comes back with just that state, and `prompt=none` then finds nobody.',
    portico: 'Signs out at once, since the ID token says whose session it is, and sends the browser back.',
    run: runLogout,
  },
  {
    name: 'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri',
    checks: 'An address that is not registered is never called; a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectPostLogoutRedirectUriNotRegisteredErrorPage', () => () => ({
      post_logout_redirect_uri: POST_LOGOUT.replace('/post_logout', '/bad_post_logout'),
    })),
  },
  {
    name: 'oidcc-rp-initiated-logout-modified-id-token-hint',
    checks: 'An `id_token_hint` whose signature was taken off: no way back; a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectInvalidIdTokenHintErrorPage', () => (flow) => ({ id_token_hint: unsigned(flow) })),
  },
  {
    name: 'oidcc-rp-initiated-logout-no-id-token-hint',
    checks:
      'No `id_token_hint`: no way back, since nobody has said who asks; an error page, or the question whether to sign out.',
    portico: 'Asks the person, signs out, and stays at its own page.',
    run: leaving('ExpectIdTokenHintRequiredErrorPage', 'id_token_hint'),
  },
  {
    name: 'oidcc-rp-initiated-logout-no-params',
    checks: 'No parameter at all: the person is signed out, and a page says so.',
    portico: 'Asks the person, signs out, and says so.',
    run: leaving(SIGNED_OUT, 'id_token_hint', 'post_logout_redirect_uri', 'state'),
  },
  {
    name: 'oidcc-rp-initiated-logout-no-post-logout-redirect-uri',
    checks: 'No address to go back to: the person is signed out, and a page says so.',
    portico: 'Signs out at once, since the ID token says whose session it is, and says so.',
    run: leaving(SIGNED_OUT, 'post_logout_redirect_uri'),
  },
  {
    name: 'oidcc-rp-initiated-logout-no-state',
    checks: 'No `state`: the browser comes back without one, and `prompt=none` then finds nobody.',
    portico: 'Signs out at once, since the ID token says whose session it is, and sends the browser back.',
    run: runWithoutState,
  },
  {
    name: 'oidcc-rp-initiated-logout-only-state',
    checks: 'Nothing but a `state`: the person is signed out, and a page says so.',
    portico: 'Asks the person, signs out, and says so.',
    run: leaving(SIGNED_OUT, 'id_token_hint', 'post_logout_redirect_uri'),
  },
  {
    name: 'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri',
    checks: 'The registered address with `?foo=bar` behind it is another one: never called; a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectPostLogoutRedirectUriNotRegisteredErrorPage', () => () => ({
      post_logout_redirect_uri: `${POST_LOGOUT}?foo=bar`,
    })),
  },
  {
    name: 'oidcc-rp-initiated-logout-bad-id-token-hint',
    checks: 'An `id_token_hint` that the client has made itself: no way back; a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectInvalidIdTokenHintErrorPage', (op) => async () => ({
      id_token_hint: await fakeIdToken(op),
    })),
  },
];
