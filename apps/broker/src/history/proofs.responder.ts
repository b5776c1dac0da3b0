import { FindAdminProof } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FindProof } from './find-proof.js';

@Controller()
export class ProofsResponder {
  constructor(private readonly findProof: FindProof) {}

  @Answers(FindAdminProof)
  async find(wanted: z.infer<typeof FindAdminProof.request>): Promise<z.infer<typeof FindAdminProof.reply>> {
    return { proof: await this.findProof.run(wanted) };
  }
}
