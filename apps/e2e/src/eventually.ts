const PATIENCE_MS = 15_000;

/** Asks until it is true: the broker learns of a changed setting within a second or two. */
export const eventually = async (isTrue: () => Promise<boolean>): Promise<void> => {
  const until = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > until) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};
