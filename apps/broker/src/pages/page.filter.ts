import type { AppError } from '@portico/contracts';
import { logRefusal, toAppError } from '@portico/service-kit';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LoginRefused } from '../logins/login-refused.js';
import { Pages } from './pages.view.js';
import { sendRefusal } from './send-page.js';

/** The filter of everything that a browser opens: a refusal is a page that says whose turn it is. */
@Injectable()
@Catch()
export class PageFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageFilter.name);

  constructor(private readonly pages: Pages) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const error = toAppError(thrown);
    logRefusal(this.logger, error);
    const page = {
      error,
      reference: referenceOf(error),
      startAgain: startAgainOf(error, http.getRequest<Request>()),
      recover: recoverOf(error),
    };
    sendRefusal(response, error, this.pages.failure(page));
  }
}

const referenceOf = (error: AppError): string | undefined =>
  error instanceof LoginRefused ? error.reference : undefined;

/** Another way in of the same sign-in, where the login that was refused belongs to a company that has one. */
const recoverOf = (error: AppError): string | undefined =>
  error instanceof LoginRefused && error.offersRecovery
    ? `/login/${encodeURIComponent(error.interactionUid)}/recovery`
    : undefined;

/** The interaction's first screen, which keeps application and e-mail; none where the interaction itself is over. */
const startAgainOf = (error: AppError, request: Request): string | undefined => {
  if (error.code === 'interaction_expired') return undefined;
  const uid = error instanceof LoginRefused ? error.interactionUid : request.params['uid'];
  return typeof uid === 'string' ? `/login/${encodeURIComponent(uid)}` : undefined;
};
