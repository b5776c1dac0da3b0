/** Ends the command with one sentence for the person at the keyboard: what is wrong and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** For a secret that was shown once, and whose file is not there. */
export const INTERRUPTED =
  'An earlier start ended where its work cannot be taken up again: run npm start -- --fresh.';
