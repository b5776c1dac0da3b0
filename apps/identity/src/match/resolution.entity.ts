import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a login was answered, kept for a day so that asking again gets the same answer. */
@Entity({ name: 'resolution' })
export class ResolutionRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'resolution__pk' })
  tenantId: string;

  @PrimaryColumn({ name: 'login_id', type: 'uuid', primaryKeyConstraintName: 'resolution__pk' })
  loginId: string;

  @Column({ type: 'jsonb' })
  reply: object;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
