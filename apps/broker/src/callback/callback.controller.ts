import { AppError, Id } from '@portico/contracts';
import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LoginCookies } from '../logins/login-cookies.js';
import { PageFilter } from '../pages/page.filter.js';
import { checkSameBrowser, readState } from './callback.rules.js';
import { FinishLogin } from './finish-login.js';

@Controller('oauth2/idpresponse')
@UseFilters(PageFilter)
export class CallbackController {
  constructor(
    private readonly cookies: LoginCookies,
    private readonly finishLogin: FinishLogin,
  ) {}

  /** Where an identity provider sends the browser back to: goes on to the application, or shows a refusal. */
  @Get(':connectionId')
  async finish(
    @Req() request: Request,
    @Res() response: Response,
    @Param('connectionId') connectionId: string,
  ): Promise<void> {
    if (!Id.safeParse(connectionId).success) throw new AppError('not_found');
    const parameters = new URL(request.originalUrl, 'http://callback').searchParams;
    const state = readState(parameters);
    const login = checkSameBrowser(await this.cookies.open(request, state), { state, connectionId });
    const { url, cookie } = await this.finishLogin.run(login, parameters);
    if (cookie) response.cookie(cookie.name, cookie.value, cookie.options);
    response.set('Cache-Control', 'no-store').redirect(303, url);
  }
}
