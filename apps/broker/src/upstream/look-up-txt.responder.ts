import { LookUpTxt } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { TxtRecords } from './txt-records.client.js';

/** Answers sso-config, which proves domains and may not reach the internet itself. */
@Controller()
export class LookUpTxtResponder {
  constructor(private readonly txtRecords: TxtRecords) {}

  @Answers(LookUpTxt)
  async lookUp({ name }: z.infer<typeof LookUpTxt.request>): Promise<z.infer<typeof LookUpTxt.reply>> {
    return { records: await this.txtRecords.find(name) };
  }
}
