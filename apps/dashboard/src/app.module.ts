// GET   /, /settings/…, /support/…   pages/    the pages of web/; a start page for whoever is not signed in
// GET   /set-up/{token}              pages/    the page of a set-up link, without an account
// GET   /assets/{name}               pages/    what the build made of web/, and the look of the pages without scripts
// GET   /sign-in                     sign-in/  off to the broker, with a sealed cookie of what must come back
// GET   /sign-in/callback            sign-in/  code for tokens, tokens into the database, session id into a cookie
// GET   /api/session                 pages/    who is signed in
// any   /api/{service}/v1/…          forward/  to the service's API, with the token of the session
// GET   /guides/{provider}, …/fragment  guides/  how to connect a provider, for anybody
// POST  /api/set-up-sessions         set-up/   opens a set-up link, at a press of a button
// POST  /sign-out, …/everywhere       sign-in/  ends the own session, then the one at the broker; or all of the user's
// calls the broker (sign-in/broker.client.ts) and the services' APIs with the user's token (forward/);
// has no NATS: it is an application like any other
import { DatabaseModule, ServiceModule } from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from './env.js';
import { Apis } from './forward/apis.client.js';
import { FindBearer } from './forward/find-bearer.js';
import { FindTarget } from './forward/find-target.js';
import { ForwardRequest } from './forward/forward-request.js';
import { ForwardController } from './forward/forward.controller.js';
import { OwnSessions } from './forward/own-sessions.client.js';
import { Tenants } from './forward/tenants.client.js';
import { DiscardSetUpSession } from './set-up/discard-set-up-session.js';
import { FindSetUpSession } from './set-up/find-set-up-session.js';
import { OpenSetUpSession } from './set-up/open-set-up-session.js';
import { SetUpLinks } from './set-up/set-up-links.client.js';
import { SetUpSessionsController } from './set-up/set-up-sessions.controller.js';
import { Broker } from './sign-in/broker.client.js';
import { DiscardSession } from './sign-in/discard-session.js';
import { FindSession } from './sign-in/find-session.js';
import { FinishSignIn } from './sign-in/finish-sign-in.js';
import { RefreshSession } from './sign-in/refresh-session.js';
import { SessionStore } from './sign-in/session.store.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignOutController } from './sign-in/sign-out.controller.js';
import { SignOutEverywhere } from './sign-in/sign-out-everywhere.js';
import { SignOut } from './sign-in/sign-out.js';
import { StartSignIn } from './sign-in/start-sign-in.js';
import { UseSession } from './sign-in/use-session.js';
import { GuidesController } from './guides/guides.controller.js';
import { Guides } from './guides/guides.view.js';
import { AssetsController } from './pages/assets.controller.js';
import { DescribeSession } from './pages/describe-session.js';
import { OpenPage } from './pages/open-page.js';
import { PageController } from './pages/page.controller.js';
import { PageFilter } from './pages/page.filter.js';
import { Pages } from './pages/pages.view.js';
import { SessionController } from './pages/session.controller.js';
import { WebPage } from './pages/web-page.view.js';

const SIGN_IN = [StartSignIn, FinishSignIn, SignOut, SignOutEverywhere, Broker];
const SESSIONS = [FindSession, UseSession, RefreshSession, DiscardSession, SessionStore];
const SET_UP = [OpenSetUpSession, FindSetUpSession, DiscardSetUpSession, SetUpLinks];
const FORWARD = [FindTarget, FindBearer, ForwardRequest, Apis, Tenants, OwnSessions];
const PAGES = [OpenPage, DescribeSession, Pages, WebPage, PageFilter, Guides];
const DOORS = [PageController, AssetsController, SessionController, SignInController, SignOutController];

@Module({})
export class AppModule {
  static with(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ServiceModule.forRoot('dashboard', environment),
        DatabaseModule.forRoot(environment.DATABASE_URL, []),
      ],
      controllers: [...DOORS, GuidesController, SetUpSessionsController, ForwardController],
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        ...SIGN_IN,
        ...SESSIONS,
        ...SET_UP,
        ...FORWARD,
        ...PAGES,
      ],
    };
  }
}
