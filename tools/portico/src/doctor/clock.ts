import { error, type Finding, warning } from './finding.js';

const TOLD_MS = 30_000;
const ERROR_MS = 10 * 60_000;

/** The clock of somebody else against ours, where they differ; `sentAt` and `receivedAt` are ours around the question. */
export const compareClocks = (
  whose: string,
  {
    theirs,
    sentAt,
    receivedAt,
    precisionMs = 0,
  }: { theirs: Date; sentAt: number; receivedAt: number; precisionMs?: number },
): Finding[] => {
  const offset = theirs.getTime() + precisionMs / 2 - (sentAt + receivedAt) / 2;
  const slack = (receivedAt - sentAt) / 2 + precisionMs / 2;
  const apart = Math.max(0, Math.abs(offset) - slack);
  if (apart < TOLD_MS) return [];
  const seconds = Math.round(Math.abs(offset) / 1000);
  const what = `the clock of ${whose} is ${seconds} seconds ${offset > 0 ? 'ahead of' : 'behind'} this one`;
  const mend =
    'Let both follow a time server (NTP): tokens are valid by the clock, and a service that is ten minutes off is not ready.';
  return [apart < ERROR_MS ? warning('clock', what, mend) : error('clock', what, mend)];
};
