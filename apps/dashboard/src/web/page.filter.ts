import { logRefusal, toAppError } from '@portico/service-kit';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { Pages } from './pages.view.js';

/** The one filter of the dashboard: every error leaves as a page that says what happened and where to go on. */
@Injectable()
@Catch()
export class PageFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageFilter.name);

  constructor(private readonly pages: Pages) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const error = toAppError(thrown);
    logRefusal(this.logger, error);
    if (response.headersSent) return;
    if (error.entry.status === 503) response.setHeader('Retry-After', '5');
    // Of a page that failed nothing is worth keeping.
    response.setHeader('Cache-Control', 'no-store');
    response.status(error.entry.status).type('html').send(this.pages.failure(error));
  }
}
