import { SigningKey } from '@portico/contracts';
import { gauge } from '@portico/service-kit';

const published = gauge({
  name: 'portico_signing_key',
  help: 'Published keys that sign tokens, by their part',
  labels: {
    kid: 'The ids of the keys that are published now: a handful',
    alg: SigningKey.shape.alg.options,
    status: SigningKey.shape.status.options,
  },
});
const changesAt = gauge({
  name: 'portico_signing_keys_change_timestamp_seconds',
  help: 'When the published keys change next by themselves',
});

/** Figures for the operator: which key signs, and when that changes. */
export const showSigningKeys = (
  keys: readonly Pick<SigningKey, 'kid' | 'alg' | 'status'>[],
  nextChange: Date,
): void => {
  published.reset();
  for (const { kid, alg, status } of keys) published.set({ kid, alg, status }, 1);
  changesAt.set(nextChange.getTime() / 1000);
};
