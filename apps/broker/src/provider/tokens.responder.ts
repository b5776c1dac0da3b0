import { type Principal, VerifyToken } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { VerifyAccessToken } from './verify-access-token.js';

@Controller()
export class TokensResponder {
  constructor(private readonly verifyAccessToken: VerifyAccessToken) {}

  @Answers(VerifyToken)
  async verify({ token }: { token: string }): Promise<{ principal: Principal | null }> {
    return { principal: await this.verifyAccessToken.verify(token) };
  }
}
