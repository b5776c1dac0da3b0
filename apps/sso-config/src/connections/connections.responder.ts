import { type ConnectionSettings, GetRevision } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { ReadRevision } from './read-revision.js';

/** Answers the broker, which tries values before anybody depends on them. */
@Controller()
export class ConnectionsResponder {
  constructor(private readonly revision: ReadRevision) {}

  @Answers(GetRevision)
  async getRevision(question: {
    tenantId: string;
    connectionId: string;
    revision?: number;
  }): Promise<{ connection: ConnectionSettings | null }> {
    return { connection: await this.revision.run(question) };
  }
}
