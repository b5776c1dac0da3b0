import type { MatchPolicy, SecondFactor, TenantSettings } from '@portico/contracts';
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

  @Column({ name: 'session_absolute_seconds', type: 'int', default: 43_200 })
  sessionAbsoluteSeconds: number;

  @Column({ name: 'session_idle_seconds', type: 'int', nullable: true })
  sessionIdleSeconds: number | null;

  @Column({ name: 'second_factor_password', type: 'text', default: 'optional' })
  secondFactorPassword: SecondFactor['password'];

  @Column({ name: 'second_factor_sso', type: 'text', default: 'trusted' })
  secondFactorSso: SecondFactor['sso'];

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
