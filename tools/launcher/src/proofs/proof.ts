/** A defence, how it is taken out, and the test that must notice. */
export interface Proof {
  defence: string;
  file: string;
  /** Exact text of the source, once in the file. */
  text: string;
  replacement: string;
  /** Where Jest looks, and the beginning of a failing test's name. */
  tests: string;
  name: string;
}
