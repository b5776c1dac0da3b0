import type { SupportRequest } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a company has asked of support, and what came of it. */
@Entity({ name: 'support_request' })
export class SupportRequestRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  kind: SupportRequest['kind'];

  @Column({ type: 'text' })
  message: string;

  /** `user:<id>` or `machine:<application id>`. */
  @Column({ name: 'asked_by', type: 'text' })
  askedBy: string;

  @Column({ name: 'asked_at', type: 'timestamptz', default: () => 'now()' })
  askedAt: Date;

  @Column({ type: 'text', default: 'open' })
  status: SupportRequest['status'];

  @Column({ type: 'text', nullable: true })
  answer: string | null;

  @Column({ name: 'answered_by', type: 'text', nullable: true })
  answeredBy: string | null;

  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt: Date | null;
}
