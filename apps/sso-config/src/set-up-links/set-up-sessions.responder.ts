import { ReadSetUpSession } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FindSetUpSession } from './find-set-up-session.js';

/** Tells the broker who bears a set-up session's token. */
@Controller()
export class SetUpSessionsResponder {
  constructor(private readonly find: FindSetUpSession) {}

  @Answers(ReadSetUpSession)
  async readSetUpSession({ token }: { token: string }): Promise<z.infer<typeof ReadSetUpSession.reply>> {
    return { session: await this.find.run(token) };
  }
}
