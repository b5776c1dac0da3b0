// GET   /, /settings/…, /support/…   pages/    the pages of web/; a start page for whoever is not signed in
// GET   /set-up/{token}              pages/    the page of a set-up link, without an account
// GET   /assets/{name}               pages/    what the build made of web/, and the look of the pages without scripts
// GET   /sign-in                     sign-in/  off to the broker, with a sealed cookie of what must come back
// GET   /sign-in/callback            sign-in/  code for tokens, tokens into the database, session id into a cookie
// GET   /api/session                 sign-in/  who is signed in
// POST  /sign-out                    sign-in/  ends the own session, then the one at the broker
// calls the broker (sign-in/broker.client.ts) and the services' APIs with the user's token (forward/);
// has no NATS: it is an application like any other
import { DatabaseModule, ServiceModule } from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from './env.js';
import { Tenants } from './forward/tenants.client.js';
import { Broker } from './sign-in/broker.client.js';
import { DescribeSession } from './sign-in/describe-session.js';
import { DiscardSession } from './sign-in/discard-session.js';
import { FindSession } from './sign-in/find-session.js';
import { FinishSignIn } from './sign-in/finish-sign-in.js';
import { RefreshSession } from './sign-in/refresh-session.js';
import { SessionController } from './sign-in/session.controller.js';
import { SessionStore } from './sign-in/session.store.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignOutController } from './sign-in/sign-out.controller.js';
import { SignOut } from './sign-in/sign-out.js';
import { StartSignIn } from './sign-in/start-sign-in.js';
import { UseSession } from './sign-in/use-session.js';
import { AssetsController } from './pages/assets.controller.js';
import { OpenPage } from './pages/open-page.js';
import { PageController } from './pages/page.controller.js';
import { PageFilter } from './pages/page.filter.js';
import { Pages } from './pages/pages.view.js';
import { WebPage } from './pages/web-page.view.js';

const SIGN_IN = [StartSignIn, FinishSignIn, SignOut, Broker];
const SESSIONS = [FindSession, UseSession, RefreshSession, DescribeSession, DiscardSession, SessionStore];
const PAGES = [OpenPage, Pages, WebPage, PageFilter];

@Module({})
export class AppModule {
  static with(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ServiceModule.forRoot('dashboard', environment),
        DatabaseModule.forRoot(environment.DATABASE_URL, []),
      ],
      controllers: [PageController, AssetsController, SessionController, SignInController, SignOutController],
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        ...SIGN_IN,
        ...SESSIONS,
        Tenants,
        ...PAGES,
      ],
    };
  }
}
