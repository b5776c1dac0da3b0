import type { NextFunction, Request, Response } from 'express';
import type { Issuer } from './issuer.js';

/** Express middleware: refuses a request for another host than the issuer's, from which links could be built. */
export const checkHost =
  ({ host }: Issuer) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const forwarded = request.get('x-forwarded-host') ?? host;
    if (request.get('host') === host && forwarded === host) next();
    else response.status(421).type('text/plain').send('This host is not served here.');
  };
