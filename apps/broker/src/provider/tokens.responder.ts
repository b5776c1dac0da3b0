import { type Principal, VerifyToken } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { VerifyBearer } from './verify-bearer.js';

@Controller()
export class TokensResponder {
  constructor(private readonly verifyBearer: VerifyBearer) {}

  @Answers(VerifyToken)
  async verify({ token }: { token: string }): Promise<{ principal: Principal | null }> {
    return { principal: await this.verifyBearer.verify(token) };
  }
}
