import { AppError, Id } from '@portico/contracts';
import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Issuer } from '../issuer/issuer.js';
import { LoginCookies } from '../logins/login-cookies.js';
import { PageFilter } from '../pages/page.filter.js';
import { TestCookies } from '../tests/test-cookies.js';
import { checkSameBrowser, readState } from './callback.rules.js';
import { FinishLogin } from './finish-login.js';
import { FinishTest } from './finish-test.js';

@Controller('oauth2/idpresponse')
@UseFilters(PageFilter)
export class CallbackController {
  constructor(
    private readonly cookies: LoginCookies,
    private readonly finishLogin: FinishLogin,
    private readonly issuer: Issuer,
    private readonly testCookies: TestCookies,
    private readonly finishTest: FinishTest,
  ) {}

  /** Where an identity provider sends the browser back to: goes on to the application, or shows a refusal. */
  @Get(':connectionId')
  async finish(
    @Req() request: Request,
    @Res() response: Response,
    @Param('connectionId') connectionId: string,
  ): Promise<void> {
    if (!Id.safeParse(connectionId).success) throw new AppError('not_found');
    await this.goOn(request, response, this.issuer.ownCallback(connectionId));
  }

  /**
   * The same for connections that share one redirect URI; which one it is tells the login that the browser started.
   * The issuer is compared in the answer where it is sent, and in the ID token always.
   */
  @Get()
  async finishShared(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.goOn(request, response, this.issuer.sharedCallback);
  }

  private async goOn(request: Request, response: Response, redirectUri: string): Promise<void> {
    const parameters = new URL(request.originalUrl, 'http://callback').searchParams;
    const state = readState(parameters);
    const sent = { state, redirectUri };
    const started = await this.cookies.open(request, state);
    // Only where no login was started with this state, so that a login waits for nothing of a test's.
    const opened = started ? undefined : await this.testCookies.open(request, state);
    response.set('Cache-Control', 'no-store');
    if (opened) {
      const url = await this.finishTest.run(checkSameBrowser(opened, sent), parameters);
      response.redirect(303, url);
      return;
    }
    const { url, cookie } = await this.finishLogin.run(checkSameBrowser(started, sent), parameters);
    if (cookie) response.cookie(cookie.name, cookie.value, cookie.options);
    response.redirect(303, url);
  }
}
