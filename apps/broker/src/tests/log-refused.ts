import type { AppError } from '@portico/contracts';
import { logRefusal } from '@portico/service-kit';
import type { Logger } from '@nestjs/common';

/** A provider that refuses a test is what the test is for; only what Portico itself did wrong is an error. */
export const logRefused = (logger: Logger, error: AppError): void => {
  if (error.code === 'internal_error') logRefusal(logger, error);
  else logger.log({ code: error.code, detail: error.detail }, 'a test was refused');
};
