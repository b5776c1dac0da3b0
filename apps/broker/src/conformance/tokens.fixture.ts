import type { PageBrowser } from '../page-browser.fixture.js';
import { authorize, type AuthorizationRequest, checkAnswer, toRequest } from './authorization.fixture.js';
import { checkIdToken, type IdToken, readIdToken, textOf, wrongStandardClaims } from './id-token.fixture.js';
import type { ModuleLog } from './module.fixture.js';
import { CALLBACK, type Client, type Op } from './op.fixture.js';

export interface Reply {
  status: number;
  contentType: string;
  cacheControl: string;
  json: Record<string, unknown>;
}

const toReply = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get('content-type')?.split(';')[0] ?? '',
    cacheControl: response.headers.get('cache-control') ?? '',
    json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
};

const formEncode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** Asks the token endpoint as this client (RFC 6749 §2.3.1). */
export const askTokenEndpoint = async (
  op: Op,
  client: Client,
  form: Record<string, string>,
): Promise<Reply> => {
  const basic = Buffer.from(`${formEncode(client.id)}:${formEncode(client.secret)}`).toString('base64');
  const proof: Record<string, string> =
    client.auth === 'post' ? { client_id: client.id, client_secret: client.secret } : {};
  const response = await fetch(op.local(String(op.metadata['token_endpoint'])), {
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...(client.auth === 'basic' && { authorization: `Basic ${basic}` }),
    },
    body: new URLSearchParams({ ...form, ...proof }),
  });
  return await toReply(response);
};

/** Redeems a code; the suite repeats just this request where it tries a code twice. */
export const redeem = async (
  op: Op,
  client: Client,
  code: string,
  request: AuthorizationRequest,
): Promise<Reply> =>
  await askTokenEndpoint(op, client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: request.verifier,
  });

/** Asks userinfo with a token, in the header or in the form (RFC 6750 §2). */
export const askUserinfo = async (
  op: Op,
  token: string,
  { method = 'GET', place = 'header' }: { method?: 'GET' | 'POST'; place?: 'header' | 'body' } = {},
): Promise<Reply> => {
  const form = new URLSearchParams(place === 'body' ? { access_token: token } : {});
  const response = await fetch(op.local(String(op.metadata['userinfo_endpoint'])), {
    method,
    headers: { accept: 'application/json', ...(place === 'header' && { authorization: `Bearer ${token}` }) },
    ...(method === 'POST' && { body: form }),
  });
  return await toReply(response);
};

/** What a completed code flow has brought. */
export interface Flow {
  request: AuthorizationRequest;
  code: string;
  /** Whether somebody had to sign in for it. */
  hasSignedIn: boolean;
  reply: Reply;
  accessToken: string;
  idToken: IdToken;
}

/** `requestAuthorizationCode`: what the suite asks of every token response. */
const checkTokens = (log: ModuleLog, reply: Reply): { accessToken: string; idToken: IdToken } => {
  const { access_token: accessToken, token_type: type, id_token: jwt, expires_in: expiresIn } = reply.json;
  log.need(
    'CheckTokenEndpointHttpStatus200',
    reply.status === 200,
    textOf(reply.json['error_description']) || String(reply.status),
  );
  log.must('CheckIfTokenEndpointResponseError', reply.json['error'] === undefined);
  log.must('CheckForAccessTokenValue', typeof accessToken === 'string' && typeof type === 'string');
  log.must('ValidateExpiresIn', typeof expiresIn === 'number' && expiresIn > 0 && expiresIn <= 31_536_000);
  return {
    accessToken: String(accessToken),
    idToken: readIdToken(log.need('ExtractIdTokenFromTokenResponse', typeof jwt === 'string' && jwt)),
  };
};

interface FlowWishes {
  client?: Client;
  browser?: PageBrowser;
  /** Parameters of the authorization request beside the usual ones. */
  parameters?: Record<string, string | undefined>;
  stateLength?: number;
  method?: 'GET' | 'POST';
  sorted?: 'up' | 'down';
}

/** The flow of `AbstractOIDCCServerTest`: authorization, code, tokens, ID token, userinfo, each with its conditions. */
export const completeFlow = async (op: Op, log: ModuleLog, wishes: FlowWishes = {}): Promise<Flow> => {
  const { client = op.client, browser = op.browser(), parameters, stateLength, ...way } = wishes;
  const request = toRequest(client, parameters, stateLength);
  const visit = await authorize(op, browser, request, way);
  const code = checkAnswer(op, log, request, visit);
  const reply = await redeem(op, client, code, request);
  const tokens = checkTokens(log, reply);
  await checkIdToken(op, log, tokens.idToken, { client, nonce: request.parameters['nonce'] });
  const { status } = await askUserinfo(op, tokens.accessToken);
  log.must('EnsureHttpStatusCodeIs200', status === 200, String(status));
  return { request, code, hasSignedIn: visit.hasSignedIn, reply, ...tokens };
};

/** What the suite asks of every userinfo answer whose claims it reads. */
export const checkUserinfo = (log: ModuleLog, reply: Reply): void => {
  log.must('EnsureHttpStatusCodeIs200', reply.status === 200, String(reply.status));
  log.must('EnsureContentTypeJson', reply.contentType === 'application/json', reply.contentType);
  const wrong = wrongStandardClaims(reply.json);
  log.must('ValidateUserInfoStandardClaims', wrong.length === 0, wrong.join(', '));
  log.must('EnsureUserInfoContainsSub', typeof reply.json['sub'] === 'string' && reply.json['sub'] !== '');
};

/** What the suite asks of a refusal of the token endpoint (RFC 6749 §5.2). */
export const checkInvalidGrant = (log: ModuleLog, { status, contentType, json }: Reply): void => {
  log.must('CheckTokenEndpointHttpStatus400', status === 400, String(status));
  log.must('CheckTokenEndpointReturnedJsonContentType', contentType === 'application/json', contentType);
  log.must(
    'CheckErrorFromTokenEndpointResponseErrorInvalidGrant',
    json['error'] === 'invalid_grant',
    String(json['error']),
  );
  log.must(
    'ValidateErrorDescriptionFromTokenEndpointResponseError',
    /^[\t\n\r\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(textOf(json['error_description'])),
  );
};
