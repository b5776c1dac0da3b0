import type { MatchPolicy, TenantSettings } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant. Its column `changed_xid` is read and written by SQL alone: TypeORM does not know the type xid8. */
@Entity({ name: 'tenant' })
export class TenantRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @Column({ type: 'text' })
  slug: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', default: 'active' })
  status: TenantSettings['status'];

  @Column({ name: 'settings_version', type: 'int', default: 0 })
  settingsVersion: number;

  @Column({ name: 'match_policy', type: 'text', default: 'match_only' })
  matchPolicy: MatchPolicy;

  @Column({ name: 'mailbox_proof', type: 'boolean', default: false })
  mailboxProof: boolean;

  @Column({ name: 'unlisted_provider', type: 'boolean', default: false })
  unlistedProvider: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
