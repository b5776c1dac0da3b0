import { jest } from '@jest/globals';
import { house } from './house.js';
import { ONE_OF_ALL, tokenRounds } from './tokens-at-once.js';

const ROUNDS = 200;

jest.setTimeout(900_000);

it(`O03 O04 of 50 uses at once of a code, and of a refresh token, one gets through, in each of ${ROUNDS} rounds`, async () => {
  let rounds = 0;
  for await (const round of tokenRounds(house, 'admin@acme.example', ROUNDS)) {
    expect(round).toEqual(ONE_OF_ALL);
    rounds += 1;
  }
  expect(rounds).toBe(ROUNDS);
});
