/** What is to be said to a screen reader; the live region of the shell says it. */
type Listener = (words: string) => void;

const listeners = new Set<Listener>();

export const announce = (words: string): void => {
  for (const listener of listeners) listener(words);
};

export const onAnnounced = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
