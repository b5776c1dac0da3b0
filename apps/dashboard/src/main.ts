import { startService } from '@portico/service-kit';
import { AppModule } from './app.module.js';
import { readServiceEnvironment } from './env.js';
import { mountForward } from './forward/mount-forward.js';
import { mountPages } from './pages/mount-pages.js';

await startService({
  readEnvironment: readServiceEnvironment,
  module: (environment) => AppModule.with(environment),
  mount: (app, environment) => {
    mountPages(app, environment);
    mountForward(app);
  },
});
