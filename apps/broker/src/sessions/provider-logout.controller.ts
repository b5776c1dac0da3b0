import { AppError, Id } from '@portico/contracts';
import { logRefusal } from '@portico/service-kit';
import { Controller, Logger, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { AcceptLogoutToken } from './accept-logout-token.js';

@Controller('oauth2/backchannel-logout')
export class ProviderLogoutController {
  private readonly logger = new Logger(ProviderLogoutController.name);

  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly acceptLogoutToken: AcceptLogoutToken,
  ) {}

  /** Where an identity provider signs people out (OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8). */
  @Post(':connectionId')
  async logOut(
    @Req() request: Request,
    @Res() response: Response,
    @Param('connectionId') connectionId: string,
  ): Promise<void> {
    response.set('Cache-Control', 'no-store');
    if (!Id.safeParse(connectionId).success) throw new AppError('not_found');
    const attempt = await this.limitAttempts.run(request.ip, 'logout_token');
    try {
      await this.acceptLogoutToken.run(connectionId, readToken(request.body));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'logout_token_invalid') throw error;
      logRefusal(this.logger, error);
      const { status, oauth, userText } = error.entry;
      response.status(status).json({ error: oauth, error_description: userText });
      return;
    }
    await attempt.takeBack();
    response.status(200).end();
  }
}

const readToken = (body: unknown): string => {
  const token = body instanceof Object && 'logout_token' in body ? body.logout_token : undefined;
  if (typeof token !== 'string') throw new AppError('logout_token_invalid', { detail: 'no logout_token' });
  return token;
};
