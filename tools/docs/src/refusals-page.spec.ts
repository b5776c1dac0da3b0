import { join } from 'node:path';
import { readRefusals } from './refusals-page.ts';

const refusals = readRefusals(join(import.meta.dirname, '../../..'));

describe('the error catalogue', () => {
  it('has a test for every code that the product says', () => {
    expect(refusals.filter(({ isRaised, test }) => isRaised && !test).map(({ code }) => code)).toEqual([]);
  });
});
