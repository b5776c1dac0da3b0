import { NatsStrategy } from '@portico/messaging';
import { startService } from '@portico/service-kit';
import { AppModule } from './app.module.js';
import { readServiceEnvironment } from './env.js';

await startService({
  readEnvironment: readServiceEnvironment,
  module: (environment) => AppModule.with(environment),
  strategies: [NatsStrategy],
});
