import { HttpBrowser } from './http-browser.js';
import type { house as startedHouse } from './house.js';
import { presentAtOnce } from './present-at-once.js';
import { TestApplication } from './test-application.js';

const AT_ONCE = 50;

/** What came of a code that was redeemed, and of a refresh token that was used, many times at once. */
export interface TokenRound {
  codes: Record<string, number>;
  refreshes: Record<string, number>;
  /** What came of the refresh token that the one that got through has got. */
  afterwards: string | undefined;
}

/** One got through, and what it got went with the grant that the others have ended. */
export const ONE_OF_ALL: TokenRound = {
  codes: { '200': 1, invalid_grant: AT_ONCE - 1 },
  refreshes: { '200': 1, invalid_grant: AT_ONCE - 1 },
  afterwards: 'invalid_grant',
};

/** Rounds of O03 and O04 by an application that speaks to two brokers; the browser is asked for a password once. */
export async function* tokenRounds(
  house: typeof startedHouse,
  email: string,
  rounds: number,
): AsyncGenerator<TokenRound> {
  const application = new TestApplication(house);
  const browser = new HttpBrowser();
  const signIn = async (): Promise<string> => await application.signIn(email, {}, browser);
  for (let round = 0; round < rounds; round += 1) {
    const code = await signIn();
    const codes = await presentAtOnce(async () => await application.redeem(code), AT_ONCE);
    const { body } = await application.redeem(await signIn());
    const token = body.refresh_token ?? '';
    const refreshes = await presentAtOnce(async () => await application.refresh(token), AT_ONCE);
    const { body: next } = await application.refresh(refreshes.body.refresh_token ?? '');
    yield { codes: codes.outcomes, refreshes: refreshes.outcomes, afterwards: next.error };
  }
}
