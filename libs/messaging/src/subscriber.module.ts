import { type DynamicModule, Module } from '@nestjs/common';
import { Connection, NATS_OPTIONS, SERVICE } from './connection.js';
import type { NatsOptions } from './connection-options.rules.js';
import { ForgetHandled } from './forget-handled.js';
import { SubscriberStrategy } from './subscriber.strategy.js';

/**
 * Everything that another team's subscriber needs to hear facts under the name of its key, in every module of it.
 * Needs `DatabaseModule` and `ServiceModule`.
 */
@Module({})
export class SubscriberModule {
  constructor(private readonly connection: Connection) {}

  static forRoot(name: string, options: NatsOptions): DynamicModule {
    return {
      module: SubscriberModule,
      global: true,
      providers: [
        { provide: SERVICE, useValue: name },
        { provide: NATS_OPTIONS, useValue: options },
        Connection,
        ForgetHandled,
        SubscriberStrategy,
      ],
      exports: [SubscriberStrategy],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
