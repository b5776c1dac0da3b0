import type { Proof } from './proofs/proof.ts';

/** The source without the defence. Throws if its text is not there exactly once, so that the list cannot rot. */
export const takeOut = (source: string, { file, text, replacement }: Proof): string => {
  const places = source.split(text).length - 1;
  if (places !== 1) throw new Error(`${file} has this ${places} times instead of once: ${text}`);
  return source.replace(text, () => replacement);
};
