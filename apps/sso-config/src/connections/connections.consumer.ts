import { type Fact, SsoConnectionTested } from '@portico/contracts';
import { OnEvent } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { GoLiveTested } from './go-live-tested.js';

type Transaction = Parameters<GoLiveTested['run']>[0];

/** Hears how tests of connections end. */
@Controller()
export class ConnectionsConsumer {
  constructor(private readonly goLive: GoLiveTested) {}

  @OnEvent(SsoConnectionTested)
  async tested({ tenantId, data }: Fact<typeof SsoConnectionTested>, tx: Transaction): Promise<void> {
    await this.goLive.run(tx, { tenantId, ...data });
  }
}
