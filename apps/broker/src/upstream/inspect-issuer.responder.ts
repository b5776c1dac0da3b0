import { InspectIssuer as Question } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { InspectIssuer } from './inspect-issuer.js';

/** Answers sso-config, which may not reach the internet itself. */
@Controller()
export class InspectIssuerResponder {
  constructor(private readonly inspectIssuer: InspectIssuer) {}

  @Answers(Question)
  async inspect(request: z.infer<typeof Question.request>): Promise<z.infer<typeof Question.reply>> {
    return await this.inspectIssuer.run(request);
  }
}
