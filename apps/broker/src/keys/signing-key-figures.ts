import type { SigningKey } from '@portico/contracts';
import { Gauge, register } from 'prom-client';

const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
  (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help, labelNames });

const published = gauge('portico_signing_key', 'Published keys that sign tokens, by their part', [
  'kid',
  'alg',
  'status',
]);
const changesAt = gauge(
  'portico_signing_keys_change_timestamp_seconds',
  'When the published keys change next by themselves',
);

/** Figures for the operator: which key signs, and when that changes. */
export const showSigningKeys = (
  keys: readonly Pick<SigningKey, 'kid' | 'alg' | 'status'>[],
  nextChange: Date,
): void => {
  published.reset();
  for (const { kid, alg, status } of keys) published.set({ kid, alg, status }, 1);
  changesAt.set(nextChange.getTime() / 1000);
};
