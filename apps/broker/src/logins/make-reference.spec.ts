import { Reference } from '@portico/contracts';
import { makeReference } from './make-reference.js';

describe(makeReference.name, () => {
  it.each([4, 5, 6])('makes a word and %i digits that can be spoken on the telephone', (digits) => {
    for (let count = 0; count < 200; count += 1) {
      const reference = makeReference(digits);
      expect(Reference.safeParse(reference).success).toBe(true);
      expect(reference.split('-')[1]).toHaveLength(digits);
    }
  });
});
