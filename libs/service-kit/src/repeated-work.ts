import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/**
 * On work that a service does by itself, in every replica: `run` is called at the start and then again so many seconds
 * after it has ended. What fails is logged, and tried again at the next turn.
 */
export const RepeatsEvery = DiscoveryService.createDecorator<number>();

interface Work {
  run: () => Promise<unknown>;
}

/** Keeps the repeated work of a service going from its start to its stop. */
@Injectable()
export class RepeatWork implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    for (const provider of this.discovery.getProviders({ metadataKey: RepeatsEvery.KEY })) {
      const seconds = this.discovery.getMetadataByDecorator(RepeatsEvery, provider);
      if (seconds === undefined) continue;
      void this.repeat(provider.instance as Work, seconds, new Logger(String(provider.name)));
    }
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async repeat(work: Work, seconds: number, logger: Logger): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await work.run().catch((error: unknown) => logger.warn({ err: error }, 'failed, and is tried again'));
      await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  }
}
