import { startService } from '@portico/service-kit';
import { AppModule } from './app.module.js';
import { readServiceEnvironment } from './env.js';
import { mountPages } from './pages/mount-pages.js';

await startService({
  readEnvironment: readServiceEnvironment,
  module: (environment) => AppModule.with(environment),
  mount: mountPages,
});
