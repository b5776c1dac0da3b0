import { CheckPassword as Question } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CheckPassword } from './check-password.js';

@Controller()
export class PasswordsResponder {
  constructor(private readonly check: CheckPassword) {}

  @Answers(Question)
  async checkPassword(request: z.infer<typeof Question.request>): Promise<z.infer<typeof Question.reply>> {
    return { users: await this.check.run(request) };
  }
}
