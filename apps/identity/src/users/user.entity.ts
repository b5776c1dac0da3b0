import type { Role, UserStatus } from '@portico/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A member of one tenant. */
@Entity({ name: 'app_user' })
@Unique('app_user__tenant_external_id__unique', ['tenantId', 'externalId'])
// The `sub` that applications know somebody by, which no two people of one issuer may share.
@Index('app_user__id__unique', ['id'], { unique: true })
@Index('app_user__email_normal', ['emailNormal'])
@Index('app_user__tenant_email_normal', ['tenantId', 'emailNormal'])
@Check('app_user__status__known', `status IN ('active', 'deactivated')`)
export class UserRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'app_user__pk' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()', primaryKeyConstraintName: 'app_user__pk' })
  id: string;

  /** As it was given. */
  @Column({ type: 'text' })
  email: string;

  /** What is compared: `readEmail` of the policy. */
  @Column({ name: 'email_normal', type: 'text' })
  emailNormal: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'external_id', type: 'text', nullable: true })
  externalId: string | null;

  @Column({ type: 'text', default: 'active' })
  status: UserStatus;

  @Column({ type: 'text', array: true })
  roles: Role[];

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
