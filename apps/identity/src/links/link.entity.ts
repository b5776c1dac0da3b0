import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import type { UserRow } from '../users/user.entity.js';

const PK = { primaryKeyConstraintName: 'identity_link__pk' };

/** The pin of an identity at one connection to one user; a user has one identity at each connection. */
@Entity({ name: 'identity_link' })
@Unique('identity_link__tenant_connection_user__unique', ['tenantId', 'connectionId', 'userId'])
@Unique('identity_link__tenant_id__unique', ['tenantId', 'id'])
@Index('identity_link__tenant_user', ['tenantId', 'userId'])
export class LinkRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', ...PK })
  tenantId: string;

  @PrimaryColumn({ name: 'connection_id', type: 'uuid', ...PK })
  connectionId: string;

  @PrimaryColumn({ type: 'text', ...PK })
  issuer: string;

  @PrimaryColumn({ type: 'text', ...PK })
  subject: string;

  /** What an admin calls it by. */
  @Column({ type: 'uuid', default: () => 'uuidv7()' })
  id: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  @ManyToOne('UserRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: 'identity_link__user' },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: 'identity_link__user' },
  ])
  user: Relation<UserRow>;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  /** When a sign-in first used it; null for one that was added and waits. */
  @Column({ name: 'first_used_at', type: 'timestamptz', nullable: true })
  firstUsedAt: Date | null;
}
