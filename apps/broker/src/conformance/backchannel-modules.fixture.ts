import { checkAllHttps, isHttps } from './config-modules.fixture.js';
import { isSigned, readIdToken } from './id-token.fixture.js';
import { checkBack, checkSignedOut, signOut } from './logout-modules.fixture.js';
import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import type { Client, Op } from './op.fixture.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

const runDiscovery = async ({ metadata }: Op, log: ModuleLog): Promise<void> => {
  checkAllHttps(log, metadata);
  log.must('CheckDiscEndpointBackchannelLogoutSupported', metadata['backchannel_logout_supported'] === true);
  log.must(
    'CheckDiscEndpointBackchannelLogoutSessionSupported',
    metadata['backchannel_logout_session_supported'] === true,
  );
  log.must('CheckDiscEndSessionEndpoint', isHttps(metadata['end_session_endpoint']));
};

/** `ValidateLogoutTokenClaims`: what in the claims is not as Back-Channel Logout 1.0 §2.4 wants it. */
const wrongClaims = (claims: Record<string, unknown>, op: Op, client: Client): string[] => {
  const seconds = Date.now() / 1000;
  const holds = {
    iss: claims['iss'] === op.issuer,
    aud: [claims['aud']].flat().includes(client.id),
    iat: Number(claims['iat']) > seconds - 86_400 && Number(claims['iat']) < seconds + 300,
    jti: claims['jti'] !== undefined,
    events: JSON.stringify(claims['events']) === JSON.stringify({ [EVENT]: {} }),
  };
  return Object.entries(holds).flatMap(([name, isRight]) => (isRight ? [] : [name]));
};

const runLogout = async (op: Op, log: ModuleLog): Promise<void> => {
  const { client, received } = op.backchannel;
  const { browser, flow, state, visit } = await signOut(op, log, { client, change: () => ({}) });
  const form = log.need('the backchannel_logout_uri is called', await received());
  const jwt = log.need('ExtractLogoutTokenFromBackchannelLogoutRequest', form.get('logout_token'));
  const others = [...form.keys()].filter((name) => name !== 'logout_token');
  log.should(
    'CheckForUnexpectedParametersInBackchannelLogoutRequest',
    others.length === 0,
    others.join(', '),
  );
  log.must('ValidateLogoutTokenSignature', await isSigned(op, jwt));
  const { claims } = readIdToken(jwt);
  const wrong = wrongClaims(claims, op, client);
  log.must('ValidateLogoutTokenClaims', wrong.length === 0, wrong.join(', '));
  const { sub, sid } = flow.idToken.claims;
  log.must('CheckIdTokenSubMatchesLogoutToken', claims['sub'] === undefined || claims['sub'] === sub);
  log.must('CheckIdTokenSidMatchesLogoutToken', claims['sid'] === undefined || claims['sid'] === sid);
  log.must('CheckLogoutTokenNoNonce', claims['nonce'] === undefined);
  log.must('CheckLogoutTokenHasSubOrSid', claims['sub'] !== undefined || claims['sid'] !== undefined);
  checkBack(log, visit, state);
  await checkSignedOut(op, log, browser);
};

/** The modules of the Back-Channel Logout OP plan. */
export const BACKCHANNEL_MODULES: readonly ConformanceModule[] = [
  {
    name: 'oidcc-backchannel-logout-discovery-endpoint-verification',
    checks:
      'The discovery document offers back-channel logout with session ids, and has an `end_session_endpoint`.',
    portico: 'Publishes such a document.',
    run: runDiscovery,
  },
  {
    name: 'oidcc-backchannel-rp-initiated-logout',
    checks:
      'Signing out calls the back-channel address with a logout token alone: signed, for this client, with `jti` and the event, of the same `sub` and `sid` as the ID token, without a nonce. The browser comes back, and `prompt=none` finds nobody.',
    portico: 'Calls it from an outbox, again and again until it is accepted or a day has gone by.',
    run: runLogout,
  },
];
