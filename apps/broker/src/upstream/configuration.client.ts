import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  None,
} from 'openid-client';
import { chooseClientAuthentication } from './client-authentication.rules.js';
import { issuerSpellingsOf, readOtherSpelling } from './issuer-spelling.rules.js';
import type { KeySet } from './key-set.client.js';
import type { IssuerMetadata } from './metadata.rules.js';
import { toOAuthError } from './provider-errors.rules.js';
import { purposeOf, toEmptyForm, toRequest } from './requests.rules.js';
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

/** Thrown by a token request whose answer names the issuer in its other documented way; carries a client for that. */
export class IssuerSpelledOtherwise extends Error {
  override readonly name = 'IssuerSpelledOtherwise';

  constructor(
    /** Verifies the answer under that name, without asking for it a second time. */
    readonly configuration: Configuration,
  ) {
    super('the issuer is spelled otherwise');
  }
}

type Send = (request: WallRequest, address: string) => Promise<Response>;

/** Portico as a client of one connection: openid-client, hardened, with no other way out than the wall. */
export const configure = (parts: ClientParts): Configuration =>
  harden(parts, configurationOf(parts.metadata, parts.connection.clientId, authenticationOf(parts)), {
    token: async (request, address) => await redeem(parts, request, address),
    userinfo: async (request, address) =>
      await parts.wall.fetch(
        'userinfo',
        address,
        parts.connection.userinfoMethod === 'POST' ? toEmptyForm(request) : request,
      ),
  });

/** As much of the client as an address for the browser needs: it holds no secret and sends nothing. */
export const configureForBrowser = (metadata: IssuerMetadata, clientId: string): Configuration =>
  configurationOf(metadata, clientId, None());

const redeem = async (parts: ClientParts, request: WallRequest, address: string): Promise<Response> => {
  const answer = await parts.wall.fetch('token', address, request);
  if (!answer.ok) return new Response(toOAuthError(await answer.text()), answer);
  if (issuerSpellingsOf(parts.connection).length === 1) return answer;
  const issuer = readOtherSpelling(parts.connection, await answer.clone().text());
  if (issuer === undefined) return answer;
  throw new IssuerSpelledOtherwise(configureAnswered(parts, issuer, answer));
};

/** The iss parameter was compared with the issuer's one name already; openid-client would compare it with this one. */
const configureAnswered = (parts: ClientParts, issuer: string, answer: Response): Configuration => {
  const metadata = { ...parts.metadata, authorization_response_iss_parameter_supported: false };
  const configuration = configurationOf(metadata, parts.connection.clientId, None(), issuer);
  return harden(parts, configuration, { token: async () => answer });
};

const harden = (
  { connection: { provider }, keys, timeoutSeconds }: ClientParts,
  configuration: Configuration,
  ways: { token: Send; userinfo?: Send },
): Configuration => {
  configuration.timeout = timeoutSeconds;
  configuration[customFetch] = async (address, options) => {
    const request = { ...toRequest(options), provider };
    const purpose = purposeOf(request);
    if (purpose === 'keys') return await keys.fetch(request);
    const send = ways[purpose];
    if (!send) throw new Error(`nothing is asked for ${purpose} here`);
    return await send(request, address);
  };
  // Without this the signature of an ID token is not looked at in the code flow.
  enableNonRepudiationChecks(configuration);
  return configuration;
};

const configurationOf = (
  metadata: IssuerMetadata,
  clientId: string,
  authentication: ClientAuth,
  issuer = metadata.issuer,
): Configuration => {
  const configuration = new Configuration(
    { ...metadata, issuer },
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
