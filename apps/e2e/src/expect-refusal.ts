import { CODES, LoginCompleted, LoginFailed, Reference, type Code, type Turn } from '@portico/contracts';
import type { FactLog } from './facts.js';
import { house } from './house.js';
import { readFact, readLink, textOf } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { countTraces } from './traces.js';

/** What the pages say about whose move it is. */
const TURNS: Record<Turn, string> = {
  user: 'You can put this right yourself.',
  tenant_admin: "Your company's administrator can put this right.",
  application_team: 'The people who run the application can put this right.',
  operator: 'The people who run this service can put this right.',
  identity_provider: "It is up to your company's identity provider.",
};

/** A refusal as it must be shown. */
export interface Expected {
  code: Code;
  /** The tenant that must hear of it: then the page has a reference and `login.failed` the same code. */
  failsIn?: string;
  /** Whether the same sign-in starts again from the page. */
  startsAgain?: boolean;
}

/** A page that refuses: the catalogue's status, sentence, code and turn, and nothing from inside the house. */
export const expectFailurePage = ({ status, headers, html }: Page, code: Code): void => {
  const { userText, turn, status: wanted } = CODES[code];
  expect({ status, code: readFact(html, 'Reason') }).toEqual({ status: wanted, code });
  expect(textOf(html)).toContain(userText);
  expect(textOf(html)).toContain(TURNS[turn]);
  expect(html).not.toMatch(/ at .*\.[jt]s:\d+|QueryFailedError|AppError|ECONNREFUSED/);
  expect(headers.get('cache-control')).toBe('no-store');
};

/**
 * Lets a browser do what is to be refused, and checks all that every refusal promises: the page, the event where a
 * tenant is known, a way to start again, and that nothing else happened.
 */
export const expectRefusal = async (
  facts: FactLog,
  { code, failsIn, startsAgain = failsIn !== undefined }: Expected,
  provoke: (browser: HttpBrowser) => Promise<Page>,
): Promise<Page> => {
  const before = await countTraces(house);
  const browser = new HttpBrowser();
  const page = await provoke(browser);
  expectFailurePage(page, code);
  const reference = readFact(page.html, 'Reference');
  if (failsIn === undefined) expect(reference).toBeUndefined();
  else await expectFailedLogin(facts, { reference, code, tenantId: failsIn });
  if (startsAgain) await expectNewStart(browser, page);
  else expect(readLink(page, 'Start again')).toBeUndefined();
  expect(isSignedIn(await browser.open(house.addresses.phone))).toBe(false);
  expect(await countTraces(house)).toEqual(before);
  return page;
};

/** `login.failed` with this code, and no other end of the same login. */
const expectFailedLogin = async (
  facts: FactLog,
  { reference, code, tenantId }: { reference: string | undefined; code: Code; tenantId: string },
): Promise<void> => {
  expect(Reference.safeParse(reference).success).toBe(true);
  const fact = await facts.next(LoginFailed, ({ data }) => data['reference'] === reference);
  expect(fact).toMatchObject({ tenantId, data: { code } });
  const { loginId } = fact.data;
  expect(facts.list(LoginFailed, ({ data }) => data['loginId'] === loginId)).toHaveLength(1);
  expect(facts.list(LoginCompleted, ({ data }) => data['loginId'] === loginId)).toEqual([]);
};

/** "Start again" leads to screen 1 of the same application. */
const expectNewStart = async (browser: HttpBrowser, page: Page): Promise<void> => {
  const again = await browser.click(page, 'Start again');
  expect({ status: again.status, text: textOf(again.html) }).toEqual({
    status: 200,
    text: expect.stringContaining('Sign in to Phone') as unknown,
  });
};
