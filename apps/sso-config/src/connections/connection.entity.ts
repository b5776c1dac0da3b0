import type { ConnectionDraft, ConnectionSettings, Mode, Provider } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'connection' })
export class ConnectionRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  provider: Provider;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', default: 'off' })
  mode: Mode;

  /** The live one: counts the changes of the values below. */
  @Column({ type: 'int', default: 0 })
  revision: number;

  /** The newest revision, where it waits for its going live; the values below are then those of `revision` still. */
  @Column({ name: 'pending_revision', type: 'int', nullable: true })
  pendingRevision: number | null;

  @Column({ type: 'text', nullable: true })
  issuer: string | null;

  @Column({ name: 'client_id', type: 'text', nullable: true })
  clientId: string | null;

  @Column({ name: 'sealed_client_secret', type: 'text', nullable: true })
  sealedClientSecret: string | null;

  @Column({ name: 'userinfo_method', type: 'text', default: 'GET' })
  userinfoMethod: ConnectionSettings['userinfoMethod'];

  @Column({ type: 'text', array: true, default: '{openid,email,profile}' })
  scopes: string[];

  @Column({ name: 'token_auth', type: 'text', default: 'auto' })
  tokenAuth: ConnectionSettings['tokenAuth'];

  @Column({ name: 'email_claim', type: 'text', default: 'email' })
  emailClaim: string;

  @Column({ type: 'text', default: 'own' })
  callback: ConnectionSettings['callback'];

  @Column({ name: 'secret_expires_at', type: 'timestamptz', nullable: true })
  secretExpiresAt: Date | null;

  @Column({ name: 'issues_own_addresses_only', type: 'boolean', default: false })
  issuesOwnAddressesOnly: boolean;

  @Column({ name: 'honours_session_expiry', type: 'boolean', default: false })
  honoursSessionExpiry: boolean;

  @Column({ name: 'recheck_minutes', type: 'int', nullable: true })
  recheckMinutes: number | null;

  /** What was typed and not saved yet; never a secret. */
  @Column({ type: 'jsonb', nullable: true })
  draft: ConnectionDraft | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
