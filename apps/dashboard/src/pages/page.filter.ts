import { logRefusal, toAppError, toProblem } from '@portico/service-kit';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Pages } from './pages.view.js';

/** The one filter of the dashboard: an error is problem details below /api, else a page that says where to go on. */
@Injectable()
@Catch()
export class PageFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageFilter.name);

  constructor(private readonly pages: Pages) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = toAppError(thrown);
    logRefusal(this.logger, error);
    if (response.headersSent) return;
    if (error.entry.status === 503) response.setHeader('Retry-After', '5');
    // Of a page that failed nothing is worth keeping.
    response.setHeader('Cache-Control', 'no-store');
    response.status(error.entry.status);
    if (request.path.startsWith('/api/'))
      response.type('application/problem+json').send(JSON.stringify(toProblem(error)));
    else response.type('html').send(this.pages.failure(error));
  }
}
