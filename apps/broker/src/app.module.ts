// GET        /oauth2/authorize, /oauth2/authorize/{uid}, /.well-known/…     provider/   the OpenID Provider
// POST       /oauth2/token, …/par, …/revoke, …/introspect                  provider/
// GET POST   /oauth2/userInfo, GET /logout                                  provider/
// GET POST   /login/{uid}, …/password, …/sso, …/sso/{slug}, …/remembered, …/again   screens/    screens 1 and 2
//            /login/{uid}/second-factor, …/set-up, …/passkey                screens/    after a right password
//            /login/{uid}/password/organisation, /login/{uid}/forgotten      screens/
//            /login/{uid}/recovery                                          screens/    an administrator's recovery code
// GET POST   /sso/{slug}, /sso/{slug}/{connectionId}                        screens/    an organisation's own link; its identity provider's tile
// GET POST   /password                                                      passwords/  where a mailed link leads
// GET        /oauth2/idpresponse/{connectionId}, /oauth2/idpresponse        callback/   back from the identity provider
// GET POST   /login/{uid}/mailbox/{loginId}, …/give-up                      callback/   the code of a mailbox proof
// GET        /tests/{testId}, /tests/{testId}/{secret}                      tests/      a test sign-in
// GET POST   /v1/tenants/{tenantId}/connections/{connectionId}/tests         tests/
// GET        /v1/tenants/{tenantId}/connection-states, …/last-sign-ins      history/    what logins and tests tell
// GET        /logout/done                                                   logouts/    back from the identity provider's sign-out
// GET POST   /v1/signing-keys, …/rotate                                     keys/
// POST       /oauth2/backchannel-logout/{connectionId}                      sessions/   from the identity provider
// GET DELETE /v1/tenants/{tenantId}/sessions, …/own-sessions                sessions/
// /v1/applications, …/{id}/secrets, /v1/resource-servers                    applications/
// answers    ask.broker.verify-token (provider/), ask.broker.inspect-issuer and look-up-txt (upstream/), ask.broker.decide-reset (passwords/),
//            ask.broker.find-admin-proof (history/), ask.broker.count-sessions (sessions/)
// asks       ask.identity.* (screens/, callback/, sessions/), ask.sso-config.* (settings/, tests/, provider/)
// hears      sso.config.changed, user.deactivated, user.unlinked            sessions/
// publishes  login.completed, login.failed (logins/), session.ended, session.recovery.started (sessions/),
//            session.grant.revoked (provider/), sso.connection.tested (tests/)
import { MessagingModule } from '@portico/messaging';
import {
  DatabaseModule,
  HealthChecks,
  IdempotencyModule,
  ServiceModule,
  TokenVerifier,
} from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { ApplicationSecretsController } from './applications/application-secrets.controller.js';
import { ApplicationStore } from './applications/application.store.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { CheckApplication } from './applications/check-application.js';
import { CreateApplication } from './applications/create-application.js';
import { FindApplication } from './applications/find-application.js';
import { FindPageOrigin } from './applications/find-page-origin.js';
import { FindResourceServer } from './applications/find-resource-server.js';
import { IssuedStore } from './applications/issued.store.js';
import { ReadApplications } from './applications/read-applications.js';
import { ReadResourceServers } from './applications/read-resource-servers.js';
import { RemoveApplication } from './applications/remove-application.js';
import { RemoveResourceServer } from './applications/remove-resource-server.js';
import { RemoveSecret } from './applications/remove-secret.js';
import { ResourceServerStore } from './applications/resource-server.store.js';
import { ResourceServersController } from './applications/resource-servers.controller.js';
import { RotateSecret } from './applications/rotate-secret.js';
import { SetResourceServer } from './applications/set-resource-server.js';
import { UpdateApplication } from './applications/update-application.js';
import { CheckLoginAllowed } from './callback/check-login-allowed.js';
import { FindMailboxProof } from './callback/find-mailbox-proof.js';
import { FinishMailbox } from './callback/finish-mailbox.js';
import { GiveUpMailbox } from './callback/give-up-mailbox.js';
import { MailboxController } from './callback/mailbox.controller.js';
import { OfferMailboxProof } from './callback/offer-mailbox-proof.js';
import { ProveMailbox } from './callback/prove-mailbox.js';
import { BrowserCookies } from './browser/browser-cookies.js';
import { CallbackController } from './callback/callback.controller.js';
import { FinishLogin } from './callback/finish-login.js';
import { FinishTest } from './callback/finish-test.js';
import { IdentifyUser } from './callback/identify-user.js';
import { MatchUser } from './callback/match-user.js';
import { PreviewUser } from './callback/preview-user.js';
import { TryConnection } from './callback/try-connection.js';
import { CountStepTry } from './factors/count-step-try.js';
import { EnrolFactor } from './factors/enrol-factor.js';
import { FactorSteps } from './factors/factor-steps.js';
import { PrepareFactor } from './factors/prepare-factor.js';
import { PrepareSetUp } from './factors/prepare-set-up.js';
import { ProveFactor } from './factors/prove-factor.js';
import { ENTITIES } from './entities.js';
import { type BrokerEnvironment, platformGoogleOf } from './env.js';
import { FindProof } from './history/find-proof.js';
import { HistoryController } from './history/history.controller.js';
import { ProofsResponder } from './history/proofs.responder.js';
import { ReadConnectionStates } from './history/read-connection-states.js';
import { ReadLastSignIns } from './history/read-last-sign-ins.js';
import { SignInHistoryStore } from './history/sign-in-history.store.js';
import { InteractionStore } from './interactions/interaction.store.js';
import { Interactions } from './interactions/interactions.client.js';
import { WayBack } from './interactions/way-back.js';
import { Issuer } from './issuer/issuer.js';
import { OpenIdProvider } from './issuer/openid-provider.js';
import { FollowSigningKeys } from './keys/follow-signing-keys.js';
import { Keys } from './keys/keys.js';
import { MakeSigningKeys } from './keys/make-signing-keys.js';
import { OpenSigningKeys } from './keys/open-signing-keys.js';
import { ReadSigningKeys } from './keys/read-signing-keys.js';
import { RotateSigningKeys } from './keys/rotate-signing-keys.js';
import { sealAnswers } from './keys/seal-answers.js';
import { SigningKeySchedule } from './keys/signing-key-schedule.js';
import { SigningKeyStore } from './keys/signing-key.store.js';
import { SigningKeysController } from './keys/signing-keys.controller.js';
import { SigningKeys } from './keys/signing-keys.js';
import { ClaimLogin } from './logins/claim-login.js';
import { CompleteClaimedLogin } from './logins/complete-claimed-login.js';
import { MailboxCookies } from './logins/mailbox-cookies.js';
import { OverdueLoginStore } from './logins/overdue-login.store.js';
import { RefuseLogin } from './logins/refuse-login.js';
import { CompleteLogin } from './logins/complete-login.js';
import { EndOverdueLogins } from './logins/end-overdue-logins.js';
import { FailLogin } from './logins/fail-login.js';
import { LoginCookies } from './logins/login-cookies.js';
import { LoginStore } from './logins/login.store.js';
import { FindProviderSignOut } from './logouts/find-provider-sign-out.js';
import { LogoutController } from './logouts/logout.controller.js';
import { StartUpstreamLogout } from './upstream/start-upstream-logout.js';
import { AskSignOut } from './provider/ask-sign-out.js';
import { Applications } from './logouts/applications.client.js';
import { DeliverLogouts } from './logouts/deliver-logouts.js';
import { LogoutDeliveryStore } from './logouts/logout-delivery.store.js';
import { SweepLogouts } from './logouts/sweep-logouts.js';
import { DecidePasswordReset } from './passwords/decide-password-reset.js';
import { FindLinkUser } from './passwords/find-link-user.js';
import { PasswordLinkController } from './passwords/password-link.controller.js';
import { PasswordsResponder } from './passwords/passwords.responder.js';
import { SetNewPassword } from './passwords/set-new-password.js';
import { UpstreamTokenStore } from './logins/upstream-token.store.js';
import { OffersRecovery } from './logins/offers-recovery.js';
import { OpenLogin } from './logins/open-login.js';
import { PageFilter } from './pages/page.filter.js';
import { Pages } from './pages/pages.view.js';
import { Adapters } from './provider/adapters.js';
import { createProvider } from './provider/create-provider.js';
import { FindAccount } from './provider/find-account.js';
import { FindGrantRevocation } from './provider/find-grant-revocation.js';
import { FindResource } from './provider/find-resource.js';
import { FinishRequest } from './provider/finish-request.js';
import { IntrospectToken } from './provider/introspect-token.js';
import { LimitCrossOrigin } from './provider/limit-cross-origin.js';
import { GrantRevocationStore } from './provider/grant-revocation.store.js';
import { InteractionArtifactStore } from './provider/interaction-artifact.store.js';
import { InteractionPolicy } from './provider/interaction-policy.js';
import { InteractionResults } from './provider/interaction-results.js';
import { LoadExistingGrant } from './provider/load-existing-grant.js';
import { ProviderConfiguration } from './provider/provider-configuration.js';
import { ProviderPages } from './provider/provider-pages.js';
import { RevokeGrant } from './provider/revoke-grant.js';
import { SessionArtifactStore } from './provider/session-artifact.store.js';
import { SignOut } from './provider/sign-out.js';
import { SweepArtifacts } from './provider/sweep-artifacts.js';
import { TokenConfiguration } from './provider/token-configuration.js';
import { TokensResponder } from './provider/tokens.responder.js';
import { VerifyAccessToken } from './provider/verify-access-token.js';
import { VerifyBearer } from './provider/verify-bearer.js';
import { WriteDeferred } from './provider/write-deferred.js';
import { AgainScreenController } from './screens/again-screen.controller.js';
import { ChooseWayIn } from './screens/choose-way-in.js';
import { CompletePasswordLogin } from './screens/complete-password-login.js';
import { EmailCookie } from './screens/email-cookie.js';
import { FindMemberships } from './screens/find-memberships.js';
import { FinishPasswordChoice } from './screens/finish-password-choice.js';
import { ForgottenPasswordController } from './screens/forgotten-password.controller.js';
import { FinishFactorStep } from './screens/finish-factor-step.js';
import { GiveFactor } from './screens/give-factor.js';
import { GoOnWithPassword } from './screens/go-on-with-password.js';
import { SecondFactorController } from './screens/second-factor.controller.js';
import { SetUpWishController } from './screens/set-up-wish.controller.js';
import { ShowPasswordStep } from './screens/show-password-step.js';
import { NotePasswordFailure } from './screens/note-password-failure.js';
import { Depart } from './screens/depart.js';
import { FindHinted } from './screens/find-hinted.js';
import { FindLinkedTenant } from './screens/find-linked-tenant.js';
import { FindPreselected } from './screens/find-preselected.js';
import { FindRemembered } from './screens/find-remembered.js';
import { FinishRecovery } from './screens/finish-recovery.js';
import { RecoveryScreenController } from './screens/recovery-screen.controller.js';
import { SignInByRecoveryCode } from './screens/sign-in-by-recovery-code.js';
import { FindTenants } from './screens/find-tenants.js';
import { FirstScreenController } from './screens/first-screen.controller.js';
import { OpenLink } from './screens/open-link.js';
import { OffersSso } from './screens/offers-sso.js';
import { PasswordChoices } from './screens/password-choices.js';
import { PasswordOrganisationController } from './screens/password-organisation.controller.js';
import { PasswordScreenController } from './screens/password-screen.controller.js';
import { FindPasswordUser } from './screens/find-password-user.js';
import { RequestPasswordLinks } from './screens/request-password-links.js';
import { ShowSignIn } from './screens/show-sign-in.js';
import { SsoScreenController } from './screens/sso-screen.controller.js';
import { SignInWithPassword } from './screens/sign-in-with-password.js';
import { OrganisationLinkController } from './screens/organisation-link.controller.js';
import { OrganisationScreenController } from './screens/organisation-screen.controller.js';
import { RememberedController } from './screens/remembered.controller.js';
import { ShowNextStep } from './screens/show-next-step.js';
import { SkipScreens } from './screens/skip-screens.js';
import { StartAddress } from './screens/start-address.js';
import { StartLogin } from './screens/start-login.js';
import { BeginSession } from './sessions/begin-session.js';
import { CountLiveSessions } from './sessions/count-live-sessions.js';
import { SessionCountStore } from './sessions/session-count.store.js';
import { SessionCountsResponder } from './sessions/session-counts.responder.js';
import { DecideSession } from './sessions/decide-session.js';
import { EndedSessionStore } from './sessions/ended-session.store.js';
import { EndDisallowed } from './sessions/end-disallowed.js';
import { EndPasswordSessions } from './sessions/end-password-sessions.js';
import { EndSession } from './sessions/end-session.js';
import { EndSessions } from './sessions/end-sessions.js';
import { FindHeldSession } from './sessions/find-held-session.js';
import { FindSession } from './sessions/find-session.js';
import { FindUserOfNow } from './sessions/find-user-of-now.js';
import { KeepHeldSession } from './sessions/keep-held-session.js';
import { KeepSession } from './sessions/keep-session.js';
import { NoteUse } from './sessions/note-use.js';
import { PasswordChangeStore } from './sessions/password-change.store.js';
import { AcceptLogoutToken } from './sessions/accept-logout-token.js';
import { EndByProvider } from './sessions/end-by-provider.js';
import { LogoutTokenStore } from './sessions/logout-token.store.js';
import { ProviderLogoutController } from './sessions/provider-logout.controller.js';
import { EndManySessions } from './sessions/end-many-sessions.js';
import { ListedSessionStore } from './sessions/listed-session.store.js';
import { ListSessions } from './sessions/list-sessions.js';
import { OwnSessionsController } from './sessions/own-sessions.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { RecheckSessions } from './sessions/recheck-sessions.js';
import { LiveSessionStore } from './sessions/live-session.store.js';
import { SessionsConsumer } from './sessions/sessions.consumer.js';
import { SweepSessions } from './sessions/sweep-sessions.js';
import { SweepTenant } from './sessions/sweep-tenant.js';
import { SessionStore } from './sessions/session.store.js';
import { ApplicationServers } from './upstream/application-servers.client.js';
import { DnsSettings } from './upstream/dns-settings.js';
import { FinishUpstream } from './upstream/finish-upstream.js';
import { InspectIssuer } from './upstream/inspect-issuer.js';
import { InspectIssuerResponder } from './upstream/inspect-issuer.responder.js';
import { Issuers } from './upstream/issuers.client.js';
import { LookUpTxtResponder } from './upstream/look-up-txt.responder.js';
import { RefreshUpstream } from './upstream/refresh-upstream.js';
import { StartUpstream } from './upstream/start-upstream.js';
import { TxtRecords } from './upstream/txt-records.client.js';
import { UpstreamSettings } from './upstream/upstream-settings.js';
import { VerifyLogoutToken } from './upstream/verify-logout-token.js';
import { Wall } from './upstream/wall.client.js';
import { ConnectionRevisionStore } from './settings/connection-revision.store.js';
import { FindRevision } from './settings/find-revision.js';
import { FindSettings } from './settings/find-settings.js';
import { FindTenantByHandle } from './settings/find-tenant-by-handle.js';
import { FollowSettings } from './settings/follow-settings.js';
import { PlatformGoogle } from './settings/platform-google.js';
import { HandleStore } from './settings/handle.store.js';
import { PruneRevisions } from './settings/prune-revisions.js';
import { SaveSettings } from './settings/save-settings.js';
import { SettingsStore } from './settings/settings.store.js';
import { AddTest } from './tests/add-test.js';
import { CheckBreakGlass } from './tests/check-break-glass.js';
import { ConnectionTestStore } from './tests/connection-test.store.js';
import { EndOverdueTests } from './tests/end-overdue-tests.js';
import { EndTest } from './tests/end-test.js';
import { FindTestedConnection } from './tests/find-tested-connection.js';
import { LeaveForProvider } from './tests/leave-for-provider.js';
import { OpenTest } from './tests/open-test.js';
import { OverdueTestStore } from './tests/overdue-test.store.js';
import { PassedTestStore } from './tests/passed-test.store.js';
import { ReadTest } from './tests/read-test.js';
import { StartTest } from './tests/start-test.js';
import { TestCookies } from './tests/test-cookies.js';
import { TestPageController } from './tests/test-page.controller.js';
import { TestsController } from './tests/tests.controller.js';
import { AttemptStore, THROTTLE_FACTOR } from './throttle/attempt.store.js';
import { LimitAttempts } from './throttle/limit-attempts.js';

/** Every door of the service that Nest serves. */
export const DOORS = [
  FirstScreenController,
  PasswordScreenController,
  PasswordOrganisationController,
  SecondFactorController,
  SetUpWishController,
  ForgottenPasswordController,
  PasswordLinkController,
  SsoScreenController,
  OrganisationScreenController,
  OrganisationLinkController,
  RememberedController,
  AgainScreenController,
  RecoveryScreenController,
  CallbackController,
  MailboxController,
  TestPageController,
  TestsController,
  HistoryController,
  ProofsResponder,
  SessionCountsResponder,
  LogoutController,
  ApplicationsController,
  SigningKeysController,
  ApplicationSecretsController,
  ResourceServersController,
  TokensResponder,
  PasswordsResponder,
  InspectIssuerResponder,
  LookUpTxtResponder,
  SessionsConsumer,
  SessionsController,
  OwnSessionsController,
  ProviderLogoutController,
];

const ROOMS = [
  [ApplicationStore, CheckApplication, CreateApplication, FindApplication, ReadApplications],
  [IssuedStore, RemoveApplication, RemoveSecret, RotateSecret, UpdateApplication],
  [FindPageOrigin, FindResourceServer],
  [ReadResourceServers, RemoveResourceServer, ResourceServerStore, SetResourceServer],
  [FinishLogin, IdentifyUser, MatchUser, OfferMailboxProof],
  [FinishTest, PreviewUser, TryConnection],
  [AddTest, CheckBreakGlass, ConnectionTestStore, EndTest, FindTestedConnection],
  [EndOverdueTests, OverdueTestStore, PassedTestStore],
  [FindProof, ReadConnectionStates, ReadLastSignIns, SignInHistoryStore],
  [CountLiveSessions, SessionCountStore],
  [LeaveForProvider, OpenTest, ReadTest, StartTest, TestCookies],
  [CheckLoginAllowed, FindMailboxProof, FinishMailbox, GiveUpMailbox, ProveMailbox],
  [InteractionStore, Interactions, WayBack],
  [FollowSigningKeys, MakeSigningKeys, OpenSigningKeys, ReadSigningKeys, RotateSigningKeys, SigningKeyStore],
  [ClaimLogin, CompleteClaimedLogin, CompleteLogin, FailLogin, RefuseLogin],
  [EndOverdueLogins, OverdueLoginStore],
  [LoginCookies, LoginStore, MailboxCookies, OpenLogin, UpstreamTokenStore],
  [Applications, DeliverLogouts, FindProviderSignOut, LogoutDeliveryStore, SweepLogouts],
  [
    FindAccount,
    FindGrantRevocation,
    FindResource,
    FinishRequest,
    IntrospectToken,
    InteractionArtifactStore,
    InteractionPolicy,
    GrantRevocationStore,
    InteractionResults,
    LimitCrossOrigin,
    LoadExistingGrant,
    RevokeGrant,
    Adapters,
    AskSignOut,
    ProviderConfiguration,
    ProviderPages,
    SessionArtifactStore,
    SignOut,
    SweepArtifacts,
    TokenConfiguration,
    VerifyAccessToken,
    VerifyBearer,
    WriteDeferred,
  ],
  [EmailCookie, FindMemberships, OffersSso],
  [CompletePasswordLogin, FindPasswordUser, FinishPasswordChoice, NotePasswordFailure],
  [PasswordChoices, RequestPasswordLinks, ShowSignIn, SignInWithPassword],
  [FinishFactorStep, GiveFactor, GoOnWithPassword, ShowPasswordStep],
  [CountStepTry, EnrolFactor, FactorSteps, PrepareFactor, PrepareSetUp, ProveFactor],
  [FinishRecovery, OffersRecovery, SignInByRecoveryCode],
  [DecidePasswordReset, FindLinkUser, SetNewPassword],
  [ChooseWayIn, Depart, FindTenants, ShowNextStep, StartLogin],
  [FindHinted, FindLinkedTenant, FindPreselected, FindRemembered, OpenLink, SkipScreens],
  [BrowserCookies],
  [BeginSession, DecideSession, FindHeldSession, FindSession, NoteUse, SessionStore],
  [FindUserOfNow, KeepHeldSession, KeepSession],
  [AcceptLogoutToken, EndByProvider, LogoutTokenStore],
  [EndManySessions, ListedSessionStore, ListSessions],
  [EndDisallowed, LiveSessionStore, RecheckSessions, SweepSessions, SweepTenant],
  [EndedSessionStore, EndPasswordSessions, EndSession, EndSessions, PasswordChangeStore],
  [ConnectionRevisionStore, FindRevision, PruneRevisions],
  [FindSettings, FindTenantByHandle, FollowSettings, HandleStore, SaveSettings, SettingsStore],
  [
    ApplicationServers,
    FinishUpstream,
    InspectIssuer,
    Issuers,
    RefreshUpstream,
    StartUpstream,
    StartUpstreamLogout,
    TxtRecords,
    VerifyLogoutToken,
    Wall,
  ],
  [AttemptStore, LimitAttempts],
  [PageFilter],
];

const keysOf = (environment: BrokerEnvironment): Keys =>
  Keys.fromFiles({
    sealing: environment.PORTICO_SEALING_KEYS_FILE,
    cookies: environment.PORTICO_COOKIE_KEYS_FILE,
  });

const scheduleOf = (environment: BrokerEnvironment): SigningKeySchedule =>
  new SigningKeySchedule({
    leadSeconds: environment.PORTICO_SIGNING_KEY_LEAD_SECONDS,
    days: environment.PORTICO_SIGNING_KEY_DAYS,
  });

/** Nobody has the keys before there are any, nor traffic where they have not been read in time. */
const followFromTheStart = async (
  follow: FollowSigningKeys,
  { leadSeconds }: SigningKeySchedule,
  health: HealthChecks,
): Promise<SigningKeys> => {
  await follow.run();
  health.add('signing_keys', () => {
    follow.signingKeys.checkFollowed(leadSeconds / 2);
  });
  return follow.signingKeys;
};

@Module({})
export class AppModule {
  static with(environment: BrokerEnvironment): DynamicModule {
    const keys = keysOf(environment);
    return {
      module: AppModule,
      imports: [
        ServiceModule.forRoot('broker', environment),
        DatabaseModule.forRoot(environment.DATABASE_URL, ENTITIES),
        IdempotencyModule.forRoot(sealAnswers(keys.cookies)),
        MessagingModule.forService('broker', {
          url: environment.NATS_URL,
          nkeySeed: environment.PORTICO_NATS_NKEY_FILE,
        }),
      ],
      controllers: DOORS,
      providers: [
        ...ROOMS.flat(),
        { provide: Issuer, useValue: new Issuer(environment.PORTICO_PUBLIC_URL) },
        { provide: Keys, useValue: keys },
        { provide: DnsSettings, useValue: new DnsSettings(environment.PORTICO_DNS_SERVERS) },
        { provide: PlatformGoogle, useValue: platformGoogleOf(environment) },
        { provide: StartAddress, useValue: new StartAddress(environment.PORTICO_START_URL) },
        { provide: Pages, useValue: new Pages(environment.PORTICO_SUPPORT_URL) },
        { provide: SigningKeySchedule, useValue: scheduleOf(environment) },
        {
          provide: SigningKeys,
          inject: [FollowSigningKeys, SigningKeySchedule, HealthChecks],
          useFactory: followFromTheStart,
        },
        {
          provide: OpenIdProvider,
          inject: [SigningKeys, Issuer, ProviderConfiguration, FinishRequest],
          useFactory: (
            signingKeys: SigningKeys,
            issuer: Issuer,
            configuration: ProviderConfiguration,
            finishRequest: FinishRequest,
          ) =>
            new OpenIdProvider(signingKeys, ({ jwks }) =>
              createProvider(issuer.url, configuration, { jwks, finishRequest }),
            ),
        },
        {
          provide: UpstreamSettings,
          inject: [Keys, PlatformGoogle],
          useFactory: ({ sealing }: Keys, google: PlatformGoogle) =>
            new UpstreamSettings(environment.PORTICO_EGRESS_ALLOW, sealing, {
              google: google.client,
              applicationAllow: environment.PORTICO_APPLICATION_ALLOW,
            }),
        },
        { provide: THROTTLE_FACTOR, useValue: environment.PORTICO_THROTTLE_FACTOR },
        { provide: TokenVerifier, useExisting: VerifyBearer },
      ],
    };
  }
}
