import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Environment } from '../env.js';
import { isOwnHost, PAGE_HEADERS } from './page-headers.rules.js';
import { PageFilter } from './page.filter.js';

/** Makes a service of pages: their headers before anything else, and a page instead of problem details on failure. */
export const mountPages = (
  app: NestExpressApplication,
  { PORTICO_DASHBOARD_URL }: Pick<Environment, 'PORTICO_DASHBOARD_URL'>,
): void => {
  app.useGlobalFilters(app.get(PageFilter));
  app.use((request: Request, response: Response, next: NextFunction) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    if (isOwnHost(request.headers.host, PORTICO_DASHBOARD_URL)) next();
    else response.status(421).type('text').send(`The dashboard is at ${PORTICO_DASHBOARD_URL}\n`);
  });
};
