import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './folders.ts';
import { PROOFS } from './proof-data.ts';
import { takeOut } from './proof-text.ts';

describe(takeOut.name, () => {
  it.each(PROOFS.flatMap(([, proofs]) => proofs.map((proof) => [proof.defence, proof] as const)))(
    'still finds %s in the product',
    (_, proof) => {
      const source = readFileSync(join(ROOT, proof.file), 'utf8');
      expect(takeOut(source, proof)).not.toBe(source);
    },
  );
});
