import type { RotateSigningKeys as Wanted, SigningKey } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FollowSigningKeys } from './follow-signing-keys.js';
import { MakeSigningKeys } from './make-signing-keys.js';
import { ReadSigningKeys } from './read-signing-keys.js';

/** Begins a rotation, unless one is under way already, and gives the keys that are published then. */
@Injectable()
export class RotateSigningKeys {
  constructor(
    private readonly makeSigningKeys: MakeSigningKeys,
    private readonly followSigningKeys: FollowSigningKeys,
    private readonly readSigningKeys: ReadSigningKeys,
  ) {}

  async run({ immediately }: Wanted): Promise<SigningKey[]> {
    await this.makeSigningKeys.run(immediately ? 'immediately' : 'command');
    await this.followSigningKeys.run();
    return await this.readSigningKeys.run();
  }
}
