import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import type { ServiceName } from '@portico/contracts';
import { Ask } from './ask.js';
import { Connection, NATS_OPTIONS, SERVICE } from './connection.js';
import type { NatsOptions } from './connection-options.rules.js';
import { NatsStrategy } from './nats.strategy.js';
import { Outbox } from './outbox.js';
import { PostRoom } from './post-room.js';
import { Relay } from './relay.js';

/** How the options are made from other providers. */
export type NatsOptionsFactory = Pick<FactoryProvider<NatsOptions>, 'inject' | 'useFactory'>;

/** Everything that a service needs to speak on NATS, in every module of it. Needs `DatabaseModule` and `ServiceModule`. */
@Module({})
export class MessagingModule {
  constructor(
    private readonly postRoom: PostRoom,
    private readonly connection: Connection,
  ) {}

  static forService(service: ServiceName, options: NatsOptions): DynamicModule {
    return MessagingModule.forServiceAsync(service, { useFactory: () => options });
  }

  static forServiceAsync(service: ServiceName, options: NatsOptionsFactory): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: SERVICE, useValue: service },
        { provide: NATS_OPTIONS, ...options },
        Connection,
        Ask,
        Outbox,
        Relay,
        PostRoom,
        NatsStrategy,
      ],
      exports: [Ask, Outbox, NatsStrategy],
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.postRoom.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
