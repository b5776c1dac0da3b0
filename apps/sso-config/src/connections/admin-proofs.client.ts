import { FindAdminProof } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';

/** Who has tried a connection, as the broker knows it. */
@Injectable()
export class AdminProofs {
  constructor(private readonly ask: Ask) {}

  /** Whether an active administrator has signed in with this revision, in a test or in earnest. */
  async exists(revision: { tenantId: string; connectionId: string; revision: number }): Promise<boolean> {
    return (await this.ask.to(FindAdminProof, revision)).proof !== null;
  }
}
