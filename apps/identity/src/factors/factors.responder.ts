import {
  BeginTotp as BeginTotpContract,
  CheckTotp as CheckTotpContract,
  FinishTotp as FinishTotpContract,
  ListFactors as ListFactorsContract,
} from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { BeginTotp } from './begin-totp.js';
import { CheckTotp } from './check-totp.js';
import { FinishTotp } from './finish-totp.js';
import { ListFactors } from './list-factors.js';

type Request<Q extends { request: z.ZodType }> = z.infer<Q['request']>;
type Reply<Q extends { reply: z.ZodType }> = Promise<z.infer<Q['reply']>>;

@Controller()
export class FactorsResponder {
  constructor(
    private readonly list: ListFactors,
    private readonly begin: BeginTotp,
    private readonly finish: FinishTotp,
    private readonly check: CheckTotp,
  ) {}

  @Answers(ListFactorsContract)
  async listFactors(request: Request<typeof ListFactorsContract>): Reply<typeof ListFactorsContract> {
    return { factors: await this.list.run(request) };
  }

  @Answers(BeginTotpContract)
  async beginTotp(request: Request<typeof BeginTotpContract>): Reply<typeof BeginTotpContract> {
    return await this.begin.run(request);
  }

  @Answers(FinishTotpContract)
  async finishTotp(request: Request<typeof FinishTotpContract>): Reply<typeof FinishTotpContract> {
    await this.finish.run(request);
    return {};
  }

  @Answers(CheckTotpContract)
  async checkTotp(request: Request<typeof CheckTotpContract>): Reply<typeof CheckTotpContract> {
    await this.check.run(request);
    return {};
  }
}
