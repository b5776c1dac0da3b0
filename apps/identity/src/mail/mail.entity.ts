import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { MailJob } from './mail.rules.js';

/** A mail that is to be sent; the row goes when it has been, or has waited too long. */
@Entity({ name: 'mail' })
export class MailRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'mail__pk' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()', primaryKeyConstraintName: 'mail__pk' })
  id: string;

  @Column({ type: 'jsonb' })
  job: MailJob;

  @Column({ type: 'int', default: 0 })
  attempts: number;

  @Index('mail__due_at')
  @Column({ name: 'due_at', type: 'timestamptz', default: () => 'now()' })
  dueAt: Date;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
