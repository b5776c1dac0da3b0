import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UserRow } from '../users/user.entity.js';

/** The argon2id hash of a user's password. */
@Entity({ name: 'user_password' })
export class PasswordRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'user_password__pk' })
  tenantId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'user_password__pk' })
  userId: string;

  @OneToOne('UserRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: 'user_password__user' },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: 'user_password__user' },
  ])
  user: Relation<UserRow>;

  @Column({ type: 'text' })
  hash: string;

  @Column({ name: 'changed_at', type: 'timestamptz', default: () => 'now()' })
  changedAt: Date;
}
