import type { Scope } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A relying application; it belongs to the platform, not to a tenant. */
@Entity('application')
export class ApplicationEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'application__pk' })
  id: string;

  @Column('text')
  kind: 'public' | 'confidential' | 'machine';

  @Column('text')
  name: string;

  /** SHA-256 of 256 random bits; null for a public application. */
  @Column('text', { name: 'secret_hash', nullable: true })
  secretHash: string | null;

  @Column('text', { name: 'redirect_uris', array: true })
  redirectUris: string[];

  @Column('text', { name: 'post_logout_redirect_uris', array: true })
  postLogoutRedirectUris: string[];

  @Column('text', { name: 'api_scopes', array: true })
  apiScopes: Scope[];

  /** The only tenants it serves; null for all. */
  @Column('uuid', { name: 'tenant_ids', array: true, nullable: true })
  tenantIds: string[] | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
