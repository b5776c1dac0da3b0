import { FindLapsed as FindLapsedQuestion, GetUser, LookupEmail } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FindLapsed } from './find-lapsed.js';
import { FindUser } from './find-user.js';
import { LookUpEmail } from './look-up-email.js';

@Controller()
export class LookupResponder {
  constructor(
    private readonly lookUp: LookUpEmail,
    private readonly find: FindUser,
    private readonly findLapsed: FindLapsed,
  ) {}

  @Answers(LookupEmail)
  async lookup({ email }: z.infer<typeof LookupEmail.request>): Promise<z.infer<typeof LookupEmail.reply>> {
    return { users: await this.lookUp.run(email) };
  }

  @Answers(GetUser)
  async getUser(request: z.infer<typeof GetUser.request>): Promise<z.infer<typeof GetUser.reply>> {
    return { user: await this.find.run(request) };
  }

  @Answers(FindLapsedQuestion)
  async lapsed(
    request: z.infer<typeof FindLapsedQuestion.request>,
  ): Promise<z.infer<typeof FindLapsedQuestion.reply>> {
    return { lapsed: await this.findLapsed.run(request) };
  }
}
