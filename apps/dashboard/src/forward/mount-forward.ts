import type { NestExpressApplication } from '@nestjs/platform-express';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import express, { type NextFunction, type Request, type Response } from 'express';

const PREFIXES = ['/api/sso-config', '/api/identity', '/api/broker'];
const BODY_LIMIT = '1mb';

/** Reads the JSON that is forwarded as it is; the APIs check it. Lines of users have another type and stay unread. */
export const mountForward = (app: NestExpressApplication): void => {
  app.use(PREFIXES, express.raw({ type: 'application/json', limit: BODY_LIMIT, inflate: false }));
  app.use(
    PREFIXES,
    (error: { status?: number }, _request: Request, _response: Response, next: NextFunction) => {
      if (error.status === 413) next(new PayloadTooLargeException());
      else if (error.status === 415) next(new UnsupportedMediaTypeException());
      else next(error);
    },
  );
};
