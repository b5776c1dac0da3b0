import { BeginPasskey as Begin, FinishPasskey as Finish } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { BeginPasskey } from './begin-passkey.js';
import { FinishPasskey } from './finish-passkey.js';

@Controller()
export class PasskeysResponder {
  constructor(
    private readonly begin: BeginPasskey,
    private readonly finish: FinishPasskey,
  ) {}

  @Answers(Begin)
  async beginPasskey(request: z.infer<typeof Begin.request>): Promise<z.infer<typeof Begin.reply>> {
    return await this.begin.run(request);
  }

  @Answers(Finish)
  async finishPasskey(request: z.infer<typeof Finish.request>): Promise<z.infer<typeof Finish.reply>> {
    return await this.finish.run(request);
  }
}
