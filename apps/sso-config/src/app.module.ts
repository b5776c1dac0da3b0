// POST GET   /v1/tenants                                   tenants/      add, list, find by slug
// GET PATCH  /v1/tenants/{tenantId}                        tenants/      read, rename, suspend
// PUT        …/{tenantId}/matching, …/unlisted-provider    tenants/      how people are found; what support allows
// PUT        …/{tenantId}/second-factor                    tenants/      where a second factor is demanded
// GET        /v1/tenants/{tenantId}/sso                    settings/     the whole settings page
// POST       /v1/tenants/{tenantId}/connections            connections/  a draft with its redirect URI
// GET PATCH DELETE  …/connections/{id}, PUT …/{id}/mode    connections/  values, mode
// PUT DELETE …/{id}/draft, POST …/{id}/check              connections/  what is typed and not saved yet
// GET        …/{id}/revisions, POST …/{n}/restore|go-live  connections/  history, pending values
// GET POST DELETE   …/{tenantId}/domains, POST …/{d}/verify  domains/    claimed and proved by DNS, looked up every day
// GET PUT DELETE    …/{tenantId}/exemptions/{userId}       exemptions/   passwords while enforced
// GET        …/{tenantId}/audit                            audit/        who did what
// GET POST DELETE   …/{tenantId}/set-up-links              set-up-links/  for somebody who has no account
// POST       /v1/set-up-links/openings                     set-up-links/  the link's secret, once, for a session
// GET POST PATCH    …/{tenantId}/support-requests, GET /v1/support-requests  support/  what companies ask, and answers
// GET POST DELETE   …/{tenantId}/break-glass, POST …/{id}/approval  support/  an operator mends, a second person approves
// answers    ask.sso-config.find-break-glass (support/), ask.sso-config.read-set-up-session (set-up-links/)
// answers    ask.sso-config.changed-since, ask.sso-config.get-settings   settings/
//            ask.sso-config.get-revision                                 connections/
// asks       ask.broker.inspect-issuer (connections/), ask.broker.look-up-txt (domains/)
//            ask.broker.find-admin-proof, ask.identity.find-recovery-admins, ask.identity.read-rehearsal
//            (connections/), ask.broker.verify-token (every request)
// hears      sso.connection.tested                         connections/  pending values go live
//            session.recovery.started                      audit/        told where all administrators read it
// publishes  sso.config.changed                            settings/settings-changes.store.ts, for all rooms
//            sso.breakglass.opened (support/), sso.domain.endangered (domains/)
import { VerifyToken } from '@portico/contracts';
import { Ask, MessagingModule } from '@portico/messaging';
import { DatabaseModule, IdempotencyModule, ServiceModule, TokenVerifier } from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditConsumer } from './audit/audit.consumer.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditEntryRow } from './audit/audit-entry.entity.js';
import { AuditStore } from './audit/audit.store.js';
import { ListAudit } from './audit/list-audit.js';
import { NotePlatformRead } from './audit/note-platform-read.js';
import { NoteRecovery } from './audit/note-recovery.js';
import { AdminProofs } from './connections/admin-proofs.client.js';
import { AddRevision } from './connections/add-revision.js';
import { ApplyChanges } from './connections/apply-changes.js';
import { CheckRevision } from './connections/check-revision.js';
import { CheckValues } from './connections/check-values.js';
import { ConnectionRevisionRow } from './connections/connection-revision.entity.js';
import { ConnectionRevisionStore } from './connections/connection-revision.store.js';
import { ConnectionRow } from './connections/connection.entity.js';
import { ConnectionStore } from './connections/connection.store.js';
import { ConnectionModeController } from './connections/connection-mode.controller.js';
import { ConnectionRevisionsController } from './connections/connection-revisions.controller.js';
import { ConnectionSetUpController } from './connections/connection-set-up.controller.js';
import { ConnectionsController } from './connections/connections.controller.js';
import { ConnectionsConsumer } from './connections/connections.consumer.js';
import { ConnectionsResponder } from './connections/connections.responder.js';
import { CreateConnection } from './connections/create-connection.js';
import { GoLive } from './connections/go-live.js';
import { GoLiveTested } from './connections/go-live-tested.js';
import { Issuers } from './connections/issuers.client.js';
import { ListRevisions } from './connections/list-revisions.js';
import { PrepareSwitch } from './connections/prepare-switch.js';
import { ProveEnforcing } from './connections/prove-enforcing.js';
import { PutLive } from './connections/put-live.js';
import { ReadConnection } from './connections/read-connection.js';
import { ReadNewest } from './connections/read-newest.js';
import { ReadRevision } from './connections/read-revision.js';
import { Rehearsals } from './connections/rehearsals.client.js';
import { RemoveConnection } from './connections/remove-connection.js';
import { ResolveValues } from './connections/resolve-values.js';
import { RestoreRevision } from './connections/restore-revision.js';
import { SaveConnection } from './connections/save-connection.js';
import { SaveDraft } from './connections/save-draft.js';
import { SaveNotes } from './connections/save-notes.js';
import { SetMode } from './connections/set-mode.js';
import { ClaimDomain } from './domains/claim-domain.js';
import { DomainRow } from './domains/domain.entity.js';
import { DomainCheckStore } from './domains/domain-check.store.js';
import { DomainStore } from './domains/domain.store.js';
import { DomainsController } from './domains/domains.controller.js';
import { ListDomains } from './domains/list-domains.js';
import { NoteAbsence } from './domains/note-absence.js';
import { RecheckDomain } from './domains/recheck-domain.js';
import { RecheckDomains } from './domains/recheck-domains.js';
import { RemoveDomain } from './domains/remove-domain.js';
import { TxtRecords } from './domains/txt-records.client.js';
import { VerifyDomain } from './domains/verify-domain.js';
import { type Environment, PUBLIC_URL, SEALING_KEYS } from './env.js';
import { EndExemption } from './exemptions/end-exemption.js';
import { ExemptionRow } from './exemptions/exemption.entity.js';
import { ExemptionStore } from './exemptions/exemption.store.js';
import { ExemptionsController } from './exemptions/exemptions.controller.js';
import { GrantExemption } from './exemptions/grant-exemption.js';
import { ListExemptions } from './exemptions/list-exemptions.js';
import { ListChangedSettings } from './settings/list-changed-settings.js';
import { ReadSettings } from './settings/read-settings.js';
import { ReadSsoSettings } from './settings/read-sso-settings.js';
import { RecordChange } from './settings/record-change.js';
import { CreateSetUpLink } from './set-up-links/create-set-up-link.js';
import { FindSetUpSession } from './set-up-links/find-set-up-session.js';
import { ListSetUpLinks } from './set-up-links/list-set-up-links.js';
import { OpenSetUpLink } from './set-up-links/open-set-up-link.js';
import { RevokeSetUpLink } from './set-up-links/revoke-set-up-link.js';
import { SetUpLinkOpeningsController } from './set-up-links/set-up-link-openings.controller.js';
import { SetUpLinkRow } from './set-up-links/set-up-link.entity.js';
import { SetUpLinkStore } from './set-up-links/set-up-link.store.js';
import { SetUpLinksController } from './set-up-links/set-up-links.controller.js';
import { SetUpSessionsResponder } from './set-up-links/set-up-sessions.responder.js';
import { SettingsChanges } from './settings/settings-changes.store.js';
import { SettingsResponder } from './settings/settings.responder.js';
import { SettingsStore } from './settings/settings.store.js';
import { SsoSettingsController } from './settings/sso-settings.controller.js';
import { AnswerSupportRequest } from './support/answer-support-request.js';
import { ApproveBreakGlass } from './support/approve-break-glass.js';
import { AskSupport } from './support/ask-support.js';
import { BreakGlassController } from './support/break-glass.controller.js';
import { BreakGlassRow } from './support/break-glass.entity.js';
import { BreakGlassResponder } from './support/break-glass.responder.js';
import { BreakGlassStore } from './support/break-glass.store.js';
import { EndBreakGlass } from './support/end-break-glass.js';
import { FindBreakGlass } from './support/find-break-glass.js';
import { ListBreakGlass } from './support/list-break-glass.js';
import { ListSupportRequests } from './support/list-support-requests.js';
import { RequestBreakGlass } from './support/request-break-glass.js';
import { SupportRequestRow } from './support/support-request.entity.js';
import { SupportRequestStore } from './support/support-request.store.js';
import { SupportRequestsController } from './support/support-requests.controller.js';
import { CreateTenant } from './tenants/create-tenant.js';
import { ListTenants } from './tenants/list-tenants.js';
import { ReadTenant } from './tenants/read-tenant.js';
import { SetMatching } from './tenants/set-matching.js';
import { SetSessionLifetimes } from './tenants/set-session-lifetimes.js';
import { SetSecondFactor } from './tenants/set-second-factor.js';
import { SetUnlistedProvider } from './tenants/set-unlisted-provider.js';
import { SwitchUnlistedProvider } from './tenants/switch-unlisted-provider.js';
import { TenantRow } from './tenants/tenant.entity.js';
import { TenantStore } from './tenants/tenant.store.js';
import { TenantSsoController } from './tenants/tenant-sso.controller.js';
import { TenantsController } from './tenants/tenants.controller.js';
import { UpdateTenant } from './tenants/update-tenant.js';

/** Every door of the service. */
export const DOORS = [
  TenantsController,
  TenantSsoController,
  SsoSettingsController,
  ConnectionsController,
  ConnectionModeController,
  ConnectionSetUpController,
  ConnectionRevisionsController,
  ConnectionsResponder,
  ConnectionsConsumer,
  DomainsController,
  ExemptionsController,
  AuditController,
  AuditConsumer,
  SetUpLinksController,
  SetUpLinkOpeningsController,
  SupportRequestsController,
  BreakGlassController,
  SettingsResponder,
  BreakGlassResponder,
  SetUpSessionsResponder,
];
const ENTITIES = [
  TenantRow,
  ConnectionRow,
  ConnectionRevisionRow,
  DomainRow,
  ExemptionRow,
  AuditEntryRow,
  SetUpLinkRow,
  SupportRequestRow,
  BreakGlassRow,
];
const STORES = [
  TenantStore,
  ConnectionStore,
  ConnectionRevisionStore,
  DomainStore,
  DomainCheckStore,
  ExemptionStore,
  SetUpLinkStore,
  SupportRequestStore,
  BreakGlassStore,
  SettingsStore,
  SettingsChanges,
  AuditStore,
];
const TENANT_WORK = [
  CreateTenant,
  ListTenants,
  ReadTenant,
  UpdateTenant,
  SetMatching,
  SetSessionLifetimes,
  SetSecondFactor,
  SetUnlistedProvider,
  SwitchUnlistedProvider,
];
const CONNECTION_WORK = [
  CreateConnection,
  ReadConnection,
  ReadNewest,
  ReadRevision,
  ResolveValues,
  AddRevision,
  SaveConnection,
  SaveNotes,
  ApplyChanges,
  CheckRevision,
  SaveDraft,
  CheckValues,
  ListRevisions,
  RestoreRevision,
  PutLive,
  GoLive,
  GoLiveTested,
  ProveEnforcing,
  PrepareSwitch,
  SetMode,
  RemoveConnection,
];
const DOMAIN_WORK = [
  ClaimDomain,
  ListDomains,
  VerifyDomain,
  RemoveDomain,
  RecheckDomain,
  RecheckDomains,
  NoteAbsence,
];
const EXEMPTION_WORK = [GrantExemption, ListExemptions, EndExemption];
const SETTINGS_WORK = [
  ReadSsoSettings,
  ReadSettings,
  ListChangedSettings,
  RecordChange,
  NoteRecovery,
  ListAudit,
  NotePlatformRead,
];
const SET_UP_WORK = [CreateSetUpLink, ListSetUpLinks, RevokeSetUpLink, OpenSetUpLink, FindSetUpSession];
const SUPPORT_WORK = [
  AskSupport,
  ListSupportRequests,
  AnswerSupportRequest,
  RequestBreakGlass,
  ApproveBreakGlass,
  EndBreakGlass,
  ListBreakGlass,
  FindBreakGlass,
];

const askWhoBears = (ask: Ask): TokenVerifier => ({
  verify: async (token) => (await ask.to(VerifyToken, { token })).principal,
});

@Module({})
export class AppModule {
  static with(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ServiceModule.forRoot('sso-config', environment),
        DatabaseModule.forRoot(environment.DATABASE_URL, ENTITIES),
        IdempotencyModule.forRoot(),
        MessagingModule.forService('sso-config', {
          url: environment.NATS_URL,
          nkeySeed: environment.PORTICO_NATS_NKEY_FILE,
        }),
      ],
      controllers: DOORS,
      providers: [
        ...STORES,
        ...TENANT_WORK,
        ...CONNECTION_WORK,
        ...DOMAIN_WORK,
        ...EXEMPTION_WORK,
        ...SET_UP_WORK,
        ...SUPPORT_WORK,
        ...SETTINGS_WORK,
        Issuers,
        AdminProofs,
        Rehearsals,
        TxtRecords,
        { provide: PUBLIC_URL, useValue: environment.PORTICO_PUBLIC_URL },
        { provide: SEALING_KEYS, useValue: environment.PORTICO_SEALING_PUBLIC_KEYS_FILE },
        { provide: TokenVerifier, inject: [Ask], useFactory: askWhoBears },
      ],
    };
  }
}
