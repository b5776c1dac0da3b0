import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UserRow } from '../users/user.entity.js';
import type { Choice } from './match.rules.js';

/** A login whose person is to prove the mailbox: bound to this identity, and to the user whom the code went to. */
@Entity({ name: 'mailbox_proof' })
@Index('mailbox_proof__tenant_user', ['tenantId', 'userId'])
export class MailboxProofRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'mailbox_proof__pk' })
  tenantId: string;

  @PrimaryColumn({ name: 'login_id', type: 'uuid', primaryKeyConstraintName: 'mailbox_proof__pk' })
  loginId: string;

  @Column({ name: 'connection_id', type: 'uuid' })
  connectionId: string;

  @Column({ type: 'text' })
  issuer: string;

  @Column({ type: 'text' })
  subject: string;

  @Column({ name: 'email_normal', type: 'text' })
  emailNormal: string;

  /** Whom the code was mailed to; null where there is nobody, or not yet. */
  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId: string | null;

  @ManyToOne('UserRow', { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: 'mailbox_proof__user' },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: 'mailbox_proof__user' },
  ])
  user: Relation<UserRow> | null;

  /** Argon2id: six digits behind a faster hash would be found in a moment by whoever reads the table. */
  @Column({ name: 'code_hash', type: 'text', nullable: true })
  codeHash: string | null;

  @Column({ name: 'mailed_at', type: 'timestamptz', nullable: true })
  mailedAt: Date | null;

  @Column({ type: 'int', default: 0 })
  tries: number;

  /** What the right code was answered. */
  @Column({ type: 'jsonb', nullable: true })
  reply: Choice | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
