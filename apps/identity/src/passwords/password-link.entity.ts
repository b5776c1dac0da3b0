import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import type { UserRow } from '../users/user.entity.js';

const USER = 'password_link__user';

/** A user's one-time link for a new password; a newer one takes its place. */
@Entity({ name: 'password_link' })
@Unique('password_link__token_hash__unique', ['tokenHash'])
export class PasswordLinkRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'password_link__pk' })
  tenantId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'password_link__pk' })
  userId: string;

  @OneToOne('UserRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: USER },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: USER },
  ])
  user: Relation<UserRow>;

  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash: Buffer;

  @Column({ name: 'made_at', type: 'timestamptz', default: () => 'now()' })
  madeAt: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  /** How many were mailed within the hour that began at `countedFrom`. */
  @Column({ type: 'int', default: 1 })
  mailed: number;

  @Column({ name: 'counted_from', type: 'timestamptz', default: () => 'now()' })
  countedFrom: Date;
}
