import type { ConnectionSettings } from '@portico/contracts';
import type { HostileIdp } from './hostile-idp.js';

/** A connection whose issuer and client are known, as a login needs it. */
type UsableConnection = ConnectionSettings & { issuer: string; clientId: string };

export const TENANT_ID = '019a0000-0000-7000-8000-000000000001';
export const CONNECTION_ID = '019a0000-0000-7000-8000-000000000002';
export const REDIRECT_URI = `http://localhost:3001/oauth2/idpresponse/${CONNECTION_ID}`;

/** A connection to a hostile IdP; its secret must be sealed by whoever wants to redeem a code. */
export const aConnectionTo = (
  idp: HostileIdp,
  changes: Partial<UsableConnection> = {},
): UsableConnection => ({
  id: CONNECTION_ID,
  provider: 'keycloak',
  name: 'Acme',
  mode: 'enabled',
  revision: 1,
  issuer: idp.issuer,
  clientId: idp.clientId,
  sealedClientSecret: 'not sealed',
  userinfoMethod: 'GET',
  scopes: ['openid', 'email', 'profile'],
  tokenAuth: 'auto',
  emailClaim: 'email',
  callback: 'own',
  issuesOwnAddressesOnly: false,
  honoursSessionExpiry: false,
  recheckMinutes: null,
  ...changes,
});

interface Started {
  url: string;
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** The two halves of a login that are under test. */
export interface LoginHalves<T> {
  start: { run(input: { connection: UsableConnection; redirectUri: string }): Promise<Started> };
  finish: {
    run(
      input: Omit<Started, 'url'> & {
        tenantId: string;
        connection: UsableConnection;
        redirectUri: string;
        callbackParameters: URLSearchParams;
      },
    ): Promise<T>;
  };
}

/** One login from start to finish; `onTheWay` may change what the browser brings back. */
export const loginAt = async <T>(
  idp: HostileIdp,
  { start, finish }: LoginHalves<T>,
  connection: UsableConnection,
  onTheWay: (answer: URLSearchParams, started: Started) => void = () => undefined,
): Promise<T> => {
  const { url, ...proof } = await start.run({ connection, redirectUri: REDIRECT_URI });
  const callbackParameters = idp.authorize(url);
  onTheWay(callbackParameters, { url, ...proof });
  return await finish.run({
    ...proof,
    tenantId: TENANT_ID,
    connection,
    redirectUri: REDIRECT_URI,
    callbackParameters,
  });
};
