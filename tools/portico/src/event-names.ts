import { EVENTS } from '@portico/contracts';
import { EXIT, Failure } from './failure.js';

/** Names of events, with commas or blanks between them; a `Failure` names those that Portico does not publish. */
export const readEventNames = (texts: string[]): string[] => {
  const names = [...new Set(texts.flatMap((text) => text.split(/[\s,]+/)).filter(Boolean))].sort();
  const unknown = names.filter((name) => !Object.hasOwn(EVENTS, name));
  if (unknown.length > 0)
    throw new Failure(
      EXIT.misused,
      `Portico publishes no ${unknown.join(' and no ')}. Its events: ${Object.keys(EVENTS).sort().join(', ')}.`,
    );
  if (names.length === 0) throw new Failure(EXIT.misused, 'Say --events with one event at least.');
  return names;
};
