import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UserRow } from '../users/user.entity.js';

const PK = 'recovery_code__pk';
const USER = 'recovery_code__user';

/** One of an administrator's ten; a trigger removes them with the role and the status. */
@Entity({ name: 'recovery_code' })
export class RecoveryCodeRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: PK })
  tenantId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: PK })
  userId: string;

  @ManyToOne('UserRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: USER },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: USER },
  ])
  user: Relation<UserRow>;

  @PrimaryColumn({ name: 'code_hash', type: 'bytea', primaryKeyConstraintName: PK })
  codeHash: Buffer;

  @Column({ name: 'made_at', type: 'timestamptz', default: () => 'now()' })
  madeAt: Date;

  /** When its owner typed one of the ten; before, it opens nothing. */
  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt: Date | null;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  /** By which attempt, which may ask again. */
  @Column({ name: 'used_by', type: 'uuid', nullable: true })
  usedBy: string | null;
}
