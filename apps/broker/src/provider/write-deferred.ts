import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { takeDeferred, writeTogether } from './deferred-writes.js';

/** Does what a request has deferred and nothing took along: before it is answered, whatever became of it. */
@Injectable()
export class WriteDeferred {
  constructor(private readonly database: Database) {}

  async run(ctx: object): Promise<void> {
    const writes = takeDeferred(ctx);
    if (writes.length > 0) await writeTogether(this.database, writes);
  }
}
