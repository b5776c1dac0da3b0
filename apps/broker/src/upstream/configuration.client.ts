import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  Configuration,
  customFetch,
  type CustomFetchOptions,
  enableNonRepudiationChecks,
  None,
} from 'openid-client';
import { chooseClientAuthentication } from './client-authentication.rules.js';
import type { KeySet } from './key-set.client.js';
import type { IssuerMetadata } from './metadata.rules.js';
import type { Purpose } from './wall-answer.client.js';
import type { Wall, WallRequest } from './wall.client.js';
import type { UsableConnection } from '../settings/usable-connection.rules.js';

export interface ClientParts {
  connection: UsableConnection;
  clientSecret: string;
  metadata: IssuerMetadata;
  keys: KeySet;
  wall: Wall;
  timeoutSeconds: number;
}

/** Portico as a client of one connection: openid-client, hardened, with no other way out than the wall. */
export const configure = (parts: ClientParts): Configuration => {
  const { connection, metadata, timeoutSeconds } = parts;
  const configuration = configurationOf(metadata, connection.clientId, authenticationOf(parts));
  configuration.timeout = timeoutSeconds;
  configuration[customFetch] = (address, options) => send(parts, address, options);
  // Without this the signature of an ID token is not looked at in the code flow.
  enableNonRepudiationChecks(configuration);
  return configuration;
};

/** As much of the client as an address for the browser needs: it holds no secret and sends nothing. */
export const configureForBrowser = (metadata: IssuerMetadata, clientId: string): Configuration =>
  configurationOf(metadata, clientId, None());

const configurationOf = (
  metadata: IssuerMetadata,
  clientId: string,
  authentication: ClientAuth,
): Configuration => {
  const configuration = new Configuration(
    { ...metadata },
    clientId,
    { [clockTolerance]: 30 },
    authentication,
  );
  if (metadata.issuer.startsWith('http:'))
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; the wall admits such an origin by name alone
    allowInsecureRequests(configuration);
  return configuration;
};

const authenticationOf = ({ connection, clientSecret, metadata }: ClientParts): ClientAuth =>
  chooseClientAuthentication(connection.tokenAuth, metadata.token_endpoint_auth_methods_supported) === 'basic'
    ? ClientSecretBasic(clientSecret)
    : ClientSecretPost(clientSecret);

const send = async (
  { connection, keys, wall }: ClientParts,
  address: string,
  { method, headers, body }: CustomFetchOptions,
): Promise<Response> => {
  const request = { method, headers, ...(body instanceof URLSearchParams ? { body: body.toString() } : {}) };
  const purpose = purposeOf(request);
  if (purpose === 'keys') return await keys.fetch(request);
  if (purpose === 'userinfo' && connection.userinfoMethod === 'POST')
    return await wall.fetch(purpose, address, toEmptyForm(request));
  return await wall.fetch(purpose, address, request);
};

/** By the shape of the request: the addresses are the IdP's choice and may all be one. */
const purposeOf = ({ method, headers }: WallRequest): Exclude<Purpose, 'discovery'> => {
  if (method === 'POST') return 'token';
  return headers['authorization'] ? 'userinfo' : 'keys';
};

const toEmptyForm = ({ headers }: WallRequest): WallRequest => ({
  method: 'POST',
  headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  body: '',
});
