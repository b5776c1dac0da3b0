import { join } from 'node:path';
import { NatsStrategy } from '@portico/messaging';
import { nameRoute, startService } from '@portico/service-kit';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { AppModule } from './app.module.js';
import { readEnvironment } from './env.js';
import { checkHost } from './issuer/check-host.js';
import { Issuer } from './issuer/issuer.js';
import { OpenIdProvider } from './issuer/openid-provider.js';
import { pinnedCallback } from './provider/create-provider.js';
import { isForProvider, routeOf } from './provider/provider-paths.js';

/** The provider reads raw requests, so it stands before Nest and its body parsers. */
const mount = (app: NestExpressApplication): void => {
  const callback = pinnedCallback(app.get(OpenIdProvider));
  app.use(checkHost(app.get(Issuer)));
  app.use('/assets', express.static(join(import.meta.dirname, 'pages/assets'), { maxAge: '1h' }));
  app.use((request: express.Request, response: express.Response, next: express.NextFunction) => {
    if (isForProvider(request)) {
      nameRoute(response, routeOf(request));
      callback(request, response);
    } else next();
  });
};

await startService({
  readEnvironment,
  module: (environment) => AppModule.with(environment),
  strategies: [NatsStrategy],
  mount,
});
