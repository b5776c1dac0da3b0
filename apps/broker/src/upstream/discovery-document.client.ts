import type { Provider } from '@portico/contracts';
import { documentAddressOf } from './metadata.rules.js';
import { UpstreamRefusal } from './upstream-refusal.js';
import type { Wall } from './wall.client.js';

/** The discovery document of an issuer, fetched anew and not yet checked. Refuses with `UpstreamRefusal`. */
export const fetchDocument = async (
  wall: Wall,
  issuer: string,
  provider?: Provider,
): Promise<Record<string, unknown>> => {
  const answer = await wall.fetch('discovery', documentAddressOf(issuer), {
    method: 'GET',
    headers: { accept: 'application/json' },
    provider,
  });
  if (answer.status !== 200) throw new UpstreamRefusal('unusable', `status ${answer.status.toString()}`);
  return (await answer.json()) as Record<string, unknown>;
};
