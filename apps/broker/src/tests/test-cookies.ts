import { Id } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import { z } from 'zod';
import type { CookieKind } from '../browser/browser-cookies.js';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';
import type { Cookie } from '../logins/login-cookies.js';
import { TEST_MINUTES } from './connection-test.store.js';

const PURPOSE = 'connection_test';

/** What a browser carries from the opening of a test to its return; sealed for this purpose, so it is never a login. */
export const TestInFlight = z.object({
  testId: Id,
  tenantId: Id,
  redirectUri: z.url(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
});
export type TestInFlight = z.infer<typeof TestInFlight>;

/** The sealed cookie that binds a test to the browser that opened it. */
@Injectable()
export class TestCookies {
  constructor(
    private readonly issuer: Issuer,
    private readonly keys: Keys,
  ) {}

  async seal(test: TestInFlight): Promise<Cookie> {
    return {
      name: this.nameOf(test.state),
      value: await sealCookie(this.keys.cookies, PURPOSE, test, TEST_MINUTES * 60),
      options: {
        httpOnly: true,
        sameSite: 'lax',
        secure: this.issuer.secure,
        path: new URL(test.redirectUri).pathname,
        maxAge: TEST_MINUTES * 60_000,
      },
    };
  }

  /** The test that this browser opened with this state; undefined for any other browser. */
  async open(request: Request, state: string): Promise<TestInFlight | undefined> {
    const value = parseCookie(request.get('cookie') ?? '')[this.nameOf(state)];
    return TestInFlight.safeParse(await openCookie(this.keys.cookies, PURPOSE, value)).data;
  }

  private nameOf(state: string): string {
    return `${this.issuer.secure ? '__Secure-' : ''}portico_test_${state.slice(0, 8)}`;
  }
}

/** Where a browser that has opened a test sees what came of it. */
export const resultPath = (testId: string): string => `/tests/${testId}`;

/** By what that page knows the browser. */
export const openedTest = (testId: string): CookieKind<{ tenantId: string; testId: string }> => ({
  name: 'tested',
  path: resultPath(testId),
  seconds: 3600,
  content: z.object({ tenantId: Id, testId: z.literal(testId) }),
});
