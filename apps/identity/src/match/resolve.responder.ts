import {
  FinishMailboxProof as Finish,
  PreviewMatch as Preview,
  ResolveIdentity as Resolve,
  StartMailboxProof as Start,
} from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FinishMailboxProof } from './finish-mailbox-proof.js';
import { PreviewMatch } from './preview-match.js';
import { ResolveIdentity } from './resolve-identity.js';
import { StartMailboxProof } from './start-mailbox-proof.js';

@Controller()
export class ResolveResponder {
  constructor(
    private readonly work: ResolveIdentity,
    private readonly preview: PreviewMatch,
    private readonly start: StartMailboxProof,
    private readonly finish: FinishMailboxProof,
  ) {}

  @Answers(Resolve)
  async resolve(request: z.infer<typeof Resolve.request>): Promise<z.infer<typeof Resolve.reply>> {
    return await this.work.run(request);
  }

  @Answers(Preview)
  async previewMatch(request: z.infer<typeof Preview.request>): Promise<z.infer<typeof Preview.reply>> {
    return await this.preview.run(request);
  }

  @Answers(Start)
  async startProof(request: z.infer<typeof Start.request>): Promise<z.infer<typeof Start.reply>> {
    await this.start.run(request);
    return {};
  }

  @Answers(Finish)
  async finishProof(request: z.infer<typeof Finish.request>): Promise<z.infer<typeof Finish.reply>> {
    return await this.finish.run(request);
  }
}
