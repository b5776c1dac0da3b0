// GET   /                   web/      start page, or the shell of the signed-in user
// GET   /assets/{name}      web/      style sheet and mark
// GET   /sign-in            sign-in/  off to the broker, with a sealed cookie of what must come back
// GET   /sign-in/callback   sign-in/  code for tokens, tokens into the database, session id into a cookie
// POST  /sign-out           sign-in/  ends the own session, then the one at the broker
// calls the broker (sign-in/broker.client.ts) and sso-config's API with the user's token (forward/tenants.client.ts);
// has no NATS: it is an application like any other
import { DatabaseModule, ServiceModule } from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from './env.js';
import { Tenants } from './forward/tenants.client.js';
import { Broker } from './sign-in/broker.client.js';
import { DiscardSession } from './sign-in/discard-session.js';
import { FindSession } from './sign-in/find-session.js';
import { FinishSignIn } from './sign-in/finish-sign-in.js';
import { SessionStore } from './sign-in/session.store.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignOutController } from './sign-in/sign-out.controller.js';
import { SignOut } from './sign-in/sign-out.js';
import { StartSignIn } from './sign-in/start-sign-in.js';
import { AssetsController } from './web/assets.controller.js';
import { HomeController } from './web/home.controller.js';
import { OpenHome } from './web/open-home.js';
import { PageFilter } from './web/page.filter.js';
import { Pages } from './web/pages.view.js';

const SIGN_IN = [StartSignIn, FinishSignIn, FindSession, DiscardSession, SignOut, SessionStore, Broker];

@Module({})
export class AppModule {
  static with(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ServiceModule.forRoot('dashboard', environment),
        DatabaseModule.forRoot(environment.DATABASE_URL, []),
      ],
      controllers: [HomeController, AssetsController, SignInController, SignOutController],
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        ...SIGN_IN,
        Tenants,
        OpenHome,
        Pages,
        PageFilter,
      ],
    };
  }
}
