/*
 * identity: users of every tenant, their passwords and links, and who an identity of an IdP is.
 *   GET|POST   /v1/tenants/{tenantId}/users                  users
 *   GET /v1/tenants/{tenantId}/users/summary                 users
 *   GET|PATCH|DELETE  /v1/tenants/{tenantId}/users/{userId}  users
 *   PUT …/users/{userId}/password, POST …/password-link      passwords
 *   GET|POST   /v1/tenants/{tenantId}/users/{userId}/links   links
 *   DELETE     …/users/{userId}/links/{linkId}, …/connections/{connectionId}/links   links
 *   GET|POST   …/users/{userId}/factors, DELETE …/{factorId} factors
 *   GET|POST   …/users/{userId}/recovery-codes, PUT …/confirmation   recovery
 *   POST /v1/tenants/{tenantId}/user-imports, GET …/{importId}, …/results   imports
 *   GET|POST …/connections/{connectionId}/rehearsals, …/coverage   rehearsals
 *   answers    ask.identity.lookup, ask.identity.get-user    lookup
 *              ask.identity.check-password, …-password-link(s)  passwords
 *              ask.identity.resolve, …preview-match, …-mailbox-proof   match
 *              ask.identity.list-factors, …-totp, …-passkey  factors
 *              ask.identity.use-recovery-code, …find-recovery-admins  recovery
 *   hears      session.recovery.started, sso.breakglass.opened, sso.domain.endangered   notices
 *   asks       ask.broker.verify-token, …decide-reset, …find-admin-proof, …count-sessions, ask.sso-config.get-settings
 *   publishes  user.created, user.updated, user.deactivated, user.linked, user.unlinked
 */
import { VerifyToken } from '@portico/contracts';
import { Ask, MessagingModule } from '@portico/messaging';
import {
  AccessTokenGuard,
  DatabaseModule,
  IdempotencyModule,
  ServiceModule,
  TokenVerifier,
} from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { ENTITIES } from './entities.js';
import type { Environment } from './env.js';
import { BeginPasskey } from './factors/begin-passkey.js';
import { BeginTotp } from './factors/begin-totp.js';
import { CheckPasskey } from './factors/check-passkey.js';
import { CheckTotp } from './factors/check-totp.js';
import { FactorKeys } from './factors/factor-keys.js';
import { FactorStore } from './factors/factor.store.js';
import { FactorsController } from './factors/factors.controller.js';
import { FactorsResponder } from './factors/factors.responder.js';
import { FinishPasskey } from './factors/finish-passkey.js';
import { FinishTotp } from './factors/finish-totp.js';
import { KeepPasskey } from './factors/keep-passkey.js';
import { ListFactors } from './factors/list-factors.js';
import { PasskeyChallengeStore } from './factors/passkey-challenge.store.js';
import { PasskeySite } from './factors/passkey-site.js';
import { PasskeysResponder } from './factors/passkeys.responder.js';
import { RemoveFactor } from './factors/remove-factor.js';
import { SeedFactor } from './factors/seed-factor.js';
import { ImportBatch } from './imports/import-batch.js';
import { ImportedLinkStore } from './imports/imported-link.store.js';
import { ImportedUserStore } from './imports/imported-user.store.js';
import { ImportRefusalStore } from './imports/import-refusal.store.js';
import { ImportUsers } from './imports/import-users.js';
import { ImportsController } from './imports/imports.controller.js';
import { ListImportResults } from './imports/list-import-results.js';
import { ReadImport } from './imports/read-import.js';
import { ReadImportPlace } from './imports/read-import-place.js';
import { SweepImportRefusals } from './imports/sweep-import-refusals.js';
import { UserImportStore } from './imports/user-import.store.js';
import { WriteImportPlan } from './imports/write-import-plan.js';
import { AddLink } from './links/add-link.js';
import { LinkStore } from './links/link.store.js';
import { LinksController } from './links/links.controller.js';
import { ListLinks } from './links/list-links.js';
import { ReleaseConnection } from './links/release-connection.js';
import { ReleaseLink } from './links/release-link.js';
import { FindLapsed } from './lookup/find-lapsed.js';
import { LapsedStore } from './lookup/lapsed.store.js';
import { FindUser } from './lookup/find-user.js';
import { LookUpEmail } from './lookup/look-up-email.js';
import { LookupResponder } from './lookup/lookup.responder.js';
import { LookupStore } from './lookup/lookup.store.js';
import { Letters } from './mail/letters.view.js';
import { MailStore } from './mail/mail.store.js';
import { Mailboxes, MailOptions } from './mail/mailboxes.client.js';
import { SendMail } from './mail/send-mail.js';
import { WriteLetter } from './mail/write-letter.js';
import { CreateOnFirstSignIn } from './match/create-on-first-sign-in.js';
import { DecideMatch } from './match/decide-match.js';
import { FinishMailboxProof } from './match/finish-mailbox-proof.js';
import { KeepAnswer } from './match/keep-answer.js';
import { MailboxProofStore } from './match/mailbox-proof.store.js';
import { MatchStore } from './match/match.store.js';
import { PinIdentity } from './match/pin-identity.js';
import { PreviewMatch } from './match/preview-match.js';
import { ResolutionStore } from './match/resolution.store.js';
import { ResolveIdentity } from './match/resolve-identity.js';
import { ResolveResponder } from './match/resolve.responder.js';
import { StartMailboxProof } from './match/start-mailbox-proof.js';
import { WriteMailboxLetter } from './match/write-mailbox-letter.js';
import { AdminStore } from './notices/admin.store.js';
import { NoticesConsumer } from './notices/notices.consumer.js';
import { TellAdmins } from './notices/tell-admins.js';
import { WriteNotice } from './notices/write-notice.js';
import { Argon2 } from './passwords/argon2.client.js';
import { AskForPasswordLinks } from './passwords/ask-for-password-links.js';
import { CheckPassword } from './passwords/check-password.js';
import { CommonPasswords } from './passwords/common-passwords.client.js';
import { HashPassword } from './passwords/hash-password.js';
import { PasswordLinkStore } from './passwords/password-link.store.js';
import { PasswordStore } from './passwords/password.store.js';
import { PasswordsController } from './passwords/passwords.controller.js';
import { PasswordsResponder } from './passwords/passwords.responder.js';
import { ReadPasswordLink } from './passwords/read-password-link.js';
import { HandOverPasswordLink } from './passwords/hand-over-password-link.js';
import { SendPasswordLink } from './passwords/send-password-link.js';
import { SetPassword } from './passwords/set-password.js';
import { SpreadPasswordLinks } from './passwords/spread-password-links.js';
import { UsePasswordLink } from './passwords/use-password-link.js';
import { WritePasswordLetter } from './passwords/write-password-letter.js';
import { ConfirmRecoveryCodes } from './recovery/confirm-recovery-codes.js';
import { FindRecoveryAdmins } from './recovery/find-recovery-admins.js';
import { MakeRecoveryCodes } from './recovery/make-recovery-codes.js';
import { ReadRecoveryCodes } from './recovery/read-recovery-codes.js';
import { RecoveryCodesController } from './recovery/recovery-codes.controller.js';
import { RecoveryCodeStore } from './recovery/recovery-code.store.js';
import { RecoveryResponder } from './recovery/recovery.responder.js';
import { UseRecoveryCode } from './recovery/use-recovery-code.js';
import { CheckRehearsal } from './rehearsals/check-rehearsal.js';
import { CountAdmins } from './rehearsals/count-admins.js';
import { ListRehearsedUsers } from './rehearsals/list-rehearsed-users.js';
import { PeopleStore } from './rehearsals/people.store.js';
import { ReadCoverage } from './rehearsals/read-coverage.js';
import { ReadRehearsal } from './rehearsals/read-rehearsal.js';
import { RehearsalStore } from './rehearsals/rehearsal.store.js';
import { RehearsalsController } from './rehearsals/rehearsals.controller.js';
import { RehearsalsResponder } from './rehearsals/rehearsals.responder.js';
import { Rehearse } from './rehearsals/rehearse.js';
import { SetStage } from './rehearsals/set-stage.js';
import { SweepRehearsals } from './rehearsals/sweep-rehearsals.js';
import { CountUsers } from './users/count-users.js';
import { CreateUser } from './users/create-user.js';
import { KeepAdmin } from './users/keep-admin.js';
import { ListUsers } from './users/list-users.js';
import { ReadUser } from './users/read-user.js';
import { RemoveUser } from './users/remove-user.js';
import { ShowUsers } from './users/show-users.js';
import { UpdateUser } from './users/update-user.js';
import { UserListController } from './users/user-list.controller.js';
import { UserListStore } from './users/user-list.store.js';
import { UserStore } from './users/user.store.js';
import { UsersController } from './users/users.controller.js';

/** Every door of the service. */
export const DOORS = [
  // Before the door whose `:userId` would take `summary` for one.
  UserListController,
  UsersController,
  PasswordsController,
  LinksController,
  ImportsController,
  RehearsalsController,
  RehearsalsResponder,
  FactorsController,
  RecoveryCodesController,
  RecoveryResponder,
  NoticesConsumer,
  FactorsResponder,
  PasskeysResponder,
  LookupResponder,
  PasswordsResponder,
  ResolveResponder,
];
const WORK = [
  CreateUser,
  ListUsers,
  CountUsers,
  ShowUsers,
  ReadUser,
  UpdateUser,
  KeepAdmin,
  SetPassword,
  CheckPassword,
  LookUpEmail,
  FindUser,
  FindLapsed,
  ResolveIdentity,
  DecideMatch,
  KeepAnswer,
  PreviewMatch,
  CreateOnFirstSignIn,
  PinIdentity,
  ListLinks,
  AddLink,
  ReleaseLink,
  ReleaseConnection,
  RemoveUser,
  HashPassword,
  HandOverPasswordLink,
  SendPasswordLink,
  AskForPasswordLinks,
  SpreadPasswordLinks,
  WritePasswordLetter,
  ReadPasswordLink,
  UsePasswordLink,
  StartMailboxProof,
  WriteMailboxLetter,
  FinishMailboxProof,
  ImportUsers,
  ImportBatch,
  ReadImportPlace,
  WriteImportPlan,
  ReadImport,
  ListImportResults,
  SweepImportRefusals,
  Rehearse,
  SetStage,
  CountAdmins,
  ReadRehearsal,
  ListRehearsedUsers,
  CheckRehearsal,
  ReadCoverage,
  SweepRehearsals,
  WriteLetter,
  SendMail,
  ListFactors,
  SeedFactor,
  RemoveFactor,
  BeginTotp,
  FinishTotp,
  CheckTotp,
  BeginPasskey,
  FinishPasskey,
  KeepPasskey,
  CheckPasskey,
  MakeRecoveryCodes,
  ConfirmRecoveryCodes,
  ReadRecoveryCodes,
  UseRecoveryCode,
  FindRecoveryAdmins,
  TellAdmins,
  WriteNotice,
];
const STORES = [
  UserStore,
  UserListStore,
  PasswordStore,
  PasswordLinkStore,
  LinkStore,
  LookupStore,
  LapsedStore,
  MatchStore,
  ResolutionStore,
  MailboxProofStore,
  MailStore,
  UserImportStore,
  ImportRefusalStore,
  PeopleStore,
  RehearsalStore,
  ImportedUserStore,
  ImportedLinkStore,
  FactorStore,
  PasskeyChallengeStore,
  RecoveryCodeStore,
  AdminStore,
  Mailboxes,
  Argon2,
  CommonPasswords,
];

@Module({})
export class AppModule {
  static with(environment: Environment): DynamicModule {
    const factorKeys = FactorKeys.fromFile(environment.PORTICO_FACTOR_KEYS_FILE);
    return {
      module: AppModule,
      imports: [
        ServiceModule.forRoot('identity', environment),
        DatabaseModule.forRoot(environment.DATABASE_URL, ENTITIES),
        IdempotencyModule.forRoot(factorKeys.answers()),
        MessagingModule.forService('identity', {
          url: environment.NATS_URL,
          nkeySeed: environment.PORTICO_NATS_NKEY_FILE,
        }),
      ],
      controllers: DOORS,
      providers: [
        ...WORK,
        ...STORES,
        AccessTokenGuard,
        {
          provide: MailOptions,
          useValue: { smtpUrl: environment.SMTP_URL, from: environment.PORTICO_MAIL_FROM },
        },
        { provide: FactorKeys, useValue: factorKeys },
        { provide: PasskeySite, useValue: new PasskeySite(environment.PORTICO_PUBLIC_URL) },
        { provide: Letters, useFactory: () => new Letters(environment.PORTICO_PUBLIC_URL) },
        {
          provide: TokenVerifier,
          inject: [Ask],
          useFactory: (ask: Ask): TokenVerifier => ({
            verify: async (token) => (await ask.to(VerifyToken, { token })).principal,
          }),
        },
      ],
    };
  }
}
