import { ApplicationEntity } from './applications/application.entity.js';
import { ResourceServerEntity } from './applications/resource-server.entity.js';
import { SigningKeyEntity } from './keys/signing-key.entity.js';
import { LoginEntity } from './logins/login.entity.js';
import { TenantSettingsEntity } from './settings/tenant-settings.entity.js';

/** Every table that TypeORM maps; the rest is plain SQL in its store. */
export const ENTITIES = [
  ApplicationEntity,
  ResourceServerEntity,
  LoginEntity,
  SigningKeyEntity,
  TenantSettingsEntity,
];
