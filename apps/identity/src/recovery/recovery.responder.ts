import { FindRecoveryAdmins as Find, UseRecoveryCode as Use } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FindRecoveryAdmins } from './find-recovery-admins.js';
import { UseRecoveryCode } from './use-recovery-code.js';

@Controller()
export class RecoveryResponder {
  constructor(
    private readonly use: UseRecoveryCode,
    private readonly find: FindRecoveryAdmins,
  ) {}

  @Answers(Use)
  async useCode(request: z.infer<typeof Use.request>): Promise<z.infer<typeof Use.reply>> {
    return { user: await this.use.run(request) };
  }

  @Answers(Find)
  async findAdmins(request: z.infer<typeof Find.request>): Promise<z.infer<typeof Find.reply>> {
    return { userIds: await this.find.run(request) };
  }
}
