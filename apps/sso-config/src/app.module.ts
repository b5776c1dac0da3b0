// POST GET   /v1/tenants                                   tenants/      add, list, find by slug
// GET PATCH  /v1/tenants/{tenantId}                        tenants/      read, rename, suspend
// GET        /v1/tenants/{tenantId}/sso                    settings/     the whole settings page
// POST       /v1/tenants/{tenantId}/connections            connections/  a draft with its redirect URI
// GET PATCH DELETE  …/connections/{id}, PUT …/{id}/mode    connections/  values, mode
// answers    ask.sso-config.changed-since, ask.sso-config.get-settings   settings/
// asks       ask.broker.inspect-issuer (connections/), ask.broker.verify-token (every request)
// publishes  sso.config.changed                            settings/settings-changes.store.ts, for all rooms
import { VerifyToken } from '@portico/contracts';
import { Ask, MessagingModule } from '@portico/messaging';
import { DatabaseModule, IdempotencyModule, ServiceModule, TokenVerifier } from '@portico/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { ConnectionRevisionRow } from './connections/connection-revision.entity.js';
import { ConnectionRevisionStore } from './connections/connection-revision.store.js';
import { ConnectionRow } from './connections/connection.entity.js';
import { ConnectionStore } from './connections/connection.store.js';
import { ConnectionModeController } from './connections/connection-mode.controller.js';
import { ConnectionsController } from './connections/connections.controller.js';
import { CreateConnection } from './connections/create-connection.js';
import { Issuers } from './connections/issuers.client.js';
import { ReadConnection } from './connections/read-connection.js';
import { RemoveConnection } from './connections/remove-connection.js';
import { ResolveValues } from './connections/resolve-values.js';
import { SaveConnection } from './connections/save-connection.js';
import { SetMode } from './connections/set-mode.js';
import { type Environment, PUBLIC_URL, SEALING_KEYS } from './env.js';
import { ListChangedSettings } from './settings/list-changed-settings.js';
import { ReadSettings } from './settings/read-settings.js';
import { ReadSsoSettings } from './settings/read-sso-settings.js';
import { SettingsChanges } from './settings/settings-changes.store.js';
import { SettingsResponder } from './settings/settings.responder.js';
import { SettingsStore } from './settings/settings.store.js';
import { SsoSettingsController } from './settings/sso-settings.controller.js';
import { CreateTenant } from './tenants/create-tenant.js';
import { ListTenants } from './tenants/list-tenants.js';
import { ReadTenant } from './tenants/read-tenant.js';
import { TenantRow } from './tenants/tenant.entity.js';
import { TenantStore } from './tenants/tenant.store.js';
import { TenantsController } from './tenants/tenants.controller.js';
import { UpdateTenant } from './tenants/update-tenant.js';

/** Every door of the service. */
export const DOORS = [
  TenantsController,
  SsoSettingsController,
  ConnectionsController,
  ConnectionModeController,
  SettingsResponder,
];
const STORES = [TenantStore, ConnectionStore, ConnectionRevisionStore, SettingsStore, SettingsChanges];
const TENANT_WORK = [CreateTenant, ListTenants, ReadTenant, UpdateTenant];
const CONNECTION_WORK = [
  CreateConnection,
  ReadConnection,
  ResolveValues,
  SaveConnection,
  SetMode,
  RemoveConnection,
];
const SETTINGS_WORK = [ReadSsoSettings, ReadSettings, ListChangedSettings];

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
        DatabaseModule.forRoot(environment.DATABASE_URL, [TenantRow, ConnectionRow, ConnectionRevisionRow]),
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
        ...SETTINGS_WORK,
        Issuers,
        { provide: PUBLIC_URL, useValue: environment.PORTICO_PUBLIC_URL },
        { provide: SEALING_KEYS, useValue: environment.PORTICO_SEALING_PUBLIC_KEYS_FILE },
        { provide: TokenVerifier, inject: [Ask], useFactory: askWhoBears },
      ],
    };
  }
}
