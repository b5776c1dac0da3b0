import { FindBreakGlass as BreakGlassQuestion } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { FindBreakGlass } from './find-break-glass.js';

/** Tells the broker whether an operator may test a tenant's connections now. */
@Controller()
export class BreakGlassResponder {
  constructor(private readonly find: FindBreakGlass) {}

  @Answers(BreakGlassQuestion)
  async findBreakGlass(key: { tenantId: string; userId: string }): Promise<{ openUntil: string | null }> {
    return { openUntil: (await this.find.run(key))?.openUntil.toISOString() ?? null };
  }
}
