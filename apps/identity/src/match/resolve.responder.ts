import { ResolveIdentity as Question } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ResolveIdentity } from './resolve-identity.js';

@Controller()
export class ResolveResponder {
  constructor(private readonly work: ResolveIdentity) {}

  @Answers(Question)
  async resolve(request: z.infer<typeof Question.request>): Promise<z.infer<typeof Question.reply>> {
    return await this.work.run(request);
  }
}
