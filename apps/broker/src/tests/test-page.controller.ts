import { AppError, Id } from '@portico/contracts';
import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { OpenTest } from './open-test.js';
import { ReadTest } from './read-test.js';
import { openedTest } from './test-cookies.js';
import { toTestPage } from './test-page.rules.js';

/** The two pages of a test sign-in: where it begins, and where it ends. */
@Controller('tests/:testId')
@UseFilters(PageFilter)
export class TestPageController {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly limitAttempts: LimitAttempts,
    private readonly openTest: OpenTest,
    private readonly readTest: ReadTest,
    private readonly pages: Pages,
  ) {}

  /** Opens a test in this browser, once, and takes it to the provider. Refuses `test_link_invalid`. */
  @Get(':secret')
  async open(
    @Req() request: Request,
    @Res() response: Response,
    @Param('testId') testId: string,
    @Param('secret') secret: string,
  ): Promise<void> {
    await this.limitAttempts.run(request.ip, 'test_link');
    // A GET alone is a person's visit: HEAD comes here too, and would use the address up.
    if (request.method !== 'GET' || !Id.safeParse(testId).success) throw new AppError('test_link_invalid');
    const { tenantId, url, cookie } = await this.openTest.run(testId, secret);
    if (cookie) response.cookie(cookie.name, cookie.value, cookie.options);
    await this.cookies.keep(response, openedTest(testId), { tenantId, testId });
    response.set('Cache-Control', 'no-store').redirect(303, url);
  }

  /** What came of the test that this browser has opened. Refuses `test_link_invalid` to any other browser. */
  @Get()
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @Param('testId') testId: string,
  ): Promise<void> {
    const opened = await this.cookies.read(request, openedTest(testId));
    if (!opened) throw new AppError('test_link_invalid', { detail: 'not of this browser' });
    sendPage(response, 200, this.pages.testResult(toTestPage(await this.readTest.run(opened))));
  }
}
