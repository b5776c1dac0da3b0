import type { HouseDescription } from '@portico/launcher';

type Place = Pick<HouseDescription, 'addresses'>;

/** How the simulated Keycloak misbehaves; what is left out is off. */
export type Faults = Partial<
  Record<
    | 'down'
    | 'garbage'
    | 'refuseSecret'
    | 'unverified'
    | 'wrongNonce'
    | 'badSignature'
    | 'wrongAudience'
    | 'wrongIssuer'
    | 'expired',
    boolean
  > & {
    /** Milliseconds that the token endpoint waits. */
    slow: number;
  }
>;

const send = async (url: string, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(url, { ...init, headers: { 'content-type': 'application/json' } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.status === 204 ? undefined : await response.json();
};

const put = async (
  { addresses }: Place,
  path: string,
  body: object,
  provider = 'keycloak',
): Promise<unknown> =>
  await send(`${addresses.simulator}/control/${provider}/${path}`, {
    method: 'PUT',
    body: JSON.stringify(body),
  });

/** Does something while the simulator misbehaves, and makes it behave again, whatever comes of it. */
export const whileIdpIs = async <Result>(
  faults: Faults,
  house: Place,
  work: () => Promise<Result>,
): Promise<Result> => {
  await put(house, 'faults', faults);
  try {
    return await work();
  } finally {
    await put(house, 'faults', {});
  }
};

/** Makes a client known to the simulator, as an admin does at a provider. */
export const registerClient = async (
  house: Place,
  { clientId, clientSecret, redirectUri }: { clientId: string; clientSecret: string; redirectUri: string },
  provider = 'keycloak',
): Promise<void> => {
  await put(house, `clients/${clientId}`, { clientSecret, redirectUris: [redirectUri] }, provider);
};

/** What has come to the simulator's token endpoint since it started. */
export const readTraffic = async (
  { addresses }: Place,
  provider = 'keycloak',
): Promise<{ tokenRequests: number; replayedCodes: number }> =>
  (await send(`${addresses.simulator}/control/${provider}/traffic`)) as {
    tokenRequests: number;
    replayedCodes: number;
  };

/** How often the simulator's token endpoint has been asked. */
export const countTokenRequests = async (place: Place): Promise<number> =>
  (await readTraffic(place)).tokenRequests;
