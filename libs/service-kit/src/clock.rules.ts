/** Further apart than this, tokens are refused that are good, or accepted that are over. */
const MOST_MS = 10 * 60_000;

/**
 * Throws where the database's clock, asked for between two moments of ours, is ten minutes or more off: what one
 * replica signs and dates would be wrong for every other.
 */
export const checkClock = (theirs: Date, sentAt: number, receivedAt: number): void => {
  const early = theirs.getTime() - receivedAt;
  const late = sentAt - theirs.getTime();
  if (Math.max(early, late) >= MOST_MS) throw new Error('the clock is ten minutes or more off the database');
};
