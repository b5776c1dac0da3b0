import type { Application, Scope } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A secret: SHA-256 of 256 random bits, and when it ends once a newer one replaces it. */
export interface KeptSecret {
  id: string;
  hash: string;
  createdAt: string;
  expiresAt: string | null;
}

/** A relying application; it belongs to the platform, not to a tenant. */
@Entity('application')
export class ApplicationEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'application__pk' })
  id: string;

  @Column('text')
  kind: 'public' | 'confidential' | 'machine';

  @Column('text')
  name: string;

  /** Newest first; none for a public application. Those that have ended are not read. */
  @Column('jsonb', { default: [] })
  secrets: KeptSecret[];

  @Column('text', { name: 'token_auth', nullable: true })
  tokenAuth: Application['tokenAuth'];

  @Column('jsonb', { nullable: true })
  jwks: Application['jwks'];

  @Column('text', { name: 'jwks_uri', nullable: true })
  jwksUri: string | null;

  @Column('text', { name: 'redirect_uris', array: true })
  redirectUris: string[];

  @Column('text', { name: 'post_logout_redirect_uris', array: true })
  postLogoutRedirectUris: string[];

  @Column('text', { name: 'backchannel_logout_uri', nullable: true })
  backchannelLogoutUri: string | null;

  @Column('text', { name: 'initiate_login_uri', nullable: true })
  initiateLoginUri: string | null;

  @Column('text', { name: 'api_scopes', array: true })
  apiScopes: Scope[];

  @Column('jsonb', { default: [] })
  resources: Application['resources'];

  /** The only tenants it serves; null for all. */
  @Column('uuid', { name: 'tenant_ids', array: true, nullable: true })
  tenantIds: string[] | null;

  /** The only connections that it admits at single sign-on; null for all. Passwords are as the tenant has them. */
  @Column('uuid', { name: 'connection_ids', array: true, nullable: true })
  connectionIds: string[] | null;

  @Column('text', { name: 'id_token_alg', default: 'ES256' })
  idTokenAlg: Application['idTokenAlg'];

  @Column('int', { name: 'id_token_seconds', default: 3600 })
  idTokenSeconds: number;

  @Column('int', { name: 'access_token_seconds', default: 300 })
  accessTokenSeconds: number;

  /** Null where it gets no refresh tokens. */
  @Column('int', { name: 'refresh_token_seconds', nullable: true, default: 2_592_000 })
  refreshTokenSeconds: number | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
