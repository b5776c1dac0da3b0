import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UserRow } from '../users/user.entity.js';

/** What a browser's passkey is to sign, once: to be made, or to be used. */
@Entity({ name: 'passkey_challenge' })
@Index('passkey_challenge__tenant_user', ['tenantId', 'userId'])
export class PasskeyChallengeRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'passkey_challenge__pk' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'passkey_challenge__pk' })
  id: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  @ManyToOne('UserRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'tenant_id',
      referencedColumnName: 'tenantId',
      foreignKeyConstraintName: 'passkey_challenge__user',
    },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: 'passkey_challenge__user' },
  ])
  user: Relation<UserRow>;

  @Column({ type: 'text' })
  purpose: 'make' | 'use';

  @Column({ type: 'text' })
  challenge: string;

  /** The attempt that it was taken for. */
  @Column({ name: 'taken_by', type: 'uuid', nullable: true })
  takenBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
