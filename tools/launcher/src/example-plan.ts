import { readFileSync } from 'node:fs';
import type { HouseKeys } from './keys.ts';
import type { Place } from './ports.ts';

/** The examples that are programs of their own beside a house. */
export const EXAMPLES = ['resource-server', 'server-rendered', 'single-page', 'native'] as const;
export type Example = (typeof EXAMPLES)[number];

/** What each example is told by its environment, beside the house at these addresses. */
export const exampleEnvironment = (
  example: Example,
  addresses: Record<Place, string>,
  { exampleSecrets }: Pick<HouseKeys, 'exampleSecrets'>,
): Record<string, string> => {
  const common = { PORTICO_ISSUER: addresses.broker, API_URL: addresses.callsApi };
  if (example === 'native') return common;
  if (example === 'resource-server') return { ...common, PORT: portOf(addresses.callsApi) };
  const place = example === 'server-rendered' ? 'serverRendered' : 'singlePage';
  const PORTICO_CLIENT_SECRET = readFileSync(exampleSecrets[example], 'utf8').trim();
  return { ...common, PORT: portOf(addresses[place]), APP_URL: addresses[place], PORTICO_CLIENT_SECRET };
};

const portOf = (address: string): string => new URL(address).port;
