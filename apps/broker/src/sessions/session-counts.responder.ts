import { CountSessions } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CountLiveSessions } from './count-live-sessions.js';

@Controller()
export class SessionCountsResponder {
  constructor(private readonly countLiveSessions: CountLiveSessions) {}

  @Answers(CountSessions)
  async count({
    tenantId,
  }: z.infer<typeof CountSessions.request>): Promise<z.infer<typeof CountSessions.reply>> {
    return await this.countLiveSessions.run(tenantId);
  }
}
