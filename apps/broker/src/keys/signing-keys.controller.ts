import { RotateSigningKeys as RotateSigningKeysBody, SigningKeyList } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ReadSigningKeys } from './read-signing-keys.js';
import { RotateSigningKeys } from './rotate-signing-keys.js';

@Controller('v1/signing-keys')
@UseGuards(AccessTokenGuard)
export class SigningKeysController {
  constructor(
    private readonly readSigningKeys: ReadSigningKeys,
    private readonly rotateSigningKeys: RotateSigningKeys,
  ) {}

  @Get()
  @Operation('listSigningKeys', {
    summary: 'The published keys that sign tokens, newest first; never a private half.',
    answers: SigningKeyList,
  })
  @NeedsScope('keys:read')
  async list(): Promise<SigningKeyList> {
    return { keys: await this.readSigningKeys.run() };
  }

  @Post('rotate')
  @HttpCode(200)
  @Operation('rotateSigningKeys', {
    summary: 'Begins the change to new keys; while one is under way, it stays the same one.',
    description:
      'New keys of each algorithm are published, sign once every application can know them, and the old ones stay ' +
      'published until the last token that they signed is gone. `immediately`, after a leak: the new keys sign at once, ' +
      'and every older key is withdrawn with the tokens that it signed. Other replicas follow within seconds; until then ' +
      'a sign-in may have to be begun again.',
    answers: SigningKeyList,
  })
  @NeedsScope('keys:write')
  async rotate(
    @Body({ schema: RotateSigningKeysBody }) body: RotateSigningKeysBody,
  ): Promise<SigningKeyList> {
    return { keys: await this.rotateSigningKeys.run(body) };
  }
}
