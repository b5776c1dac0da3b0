import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A user who may go on using a password while a connection is enforced. */
@Entity({ name: 'exemption' })
export class ExemptionRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId: string;

  @Column({ type: 'timestamptz' })
  until: Date;

  @Column({ type: 'text' })
  reason: string;

  /** `user:<id>` or `machine:<application id>`. */
  @Column({ name: 'granted_by', type: 'text' })
  grantedBy: string;

  @Column({ name: 'granted_at', type: 'timestamptz', default: () => 'now()' })
  grantedAt: Date;
}
