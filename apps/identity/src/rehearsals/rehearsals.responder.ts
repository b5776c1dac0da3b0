import { ReadRehearsal as Contract } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CheckRehearsal } from './check-rehearsal.js';

@Controller()
export class RehearsalsResponder {
  constructor(private readonly check: CheckRehearsal) {}

  @Answers(Contract)
  async read(request: z.infer<typeof Contract.request>): Promise<z.infer<typeof Contract.reply>> {
    return { rehearsal: await this.check.run(request) };
  }
}
