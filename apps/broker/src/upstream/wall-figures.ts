import { Provider } from '@portico/contracts';
import { histogram } from '@portico/service-kit';
import { type RefusalReason, UpstreamRefusal } from './upstream-refusal.js';
import { PURPOSES, type Purpose } from './wall-answer.client.js';

const REASONS: readonly RefusalReason[] = [
  'malformed',
  'insecure',
  'private',
  'unreachable',
  'timeout',
  'unusable',
  'not_openid',
  'issuer_mismatch',
  'multi_tenant',
];

const upstream = histogram(
  {
    name: 'portico_upstream_seconds',
    help: 'Time of a request through the wall, by the kind of provider, what was asked of it and the result: `ok`, an `error` that it answered with, or why there is no usable answer',
    labels: {
      provider: [...Provider.options, 'none'],
      endpoint: PURPOSES,
      result: ['ok', 'error', ...REASONS],
    },
  },
  [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
);

/** Times what goes through the wall; what is asked for no connection (set-up, applications) is of no provider. */
export const timeUpstream = async (
  endpoint: Purpose,
  provider: Provider | undefined,
  ask: () => Promise<Response>,
): Promise<Response> => {
  const begun = performance.now();
  const note = (result: string): void =>
    upstream.observe({ provider: provider ?? 'none', endpoint, result }, (performance.now() - begun) / 1000);
  try {
    const answer = await ask();
    note(answer.ok ? 'ok' : 'error');
    return answer;
  } catch (error) {
    note(error instanceof UpstreamRefusal ? error.reason : 'unreachable');
    throw error;
  }
};
