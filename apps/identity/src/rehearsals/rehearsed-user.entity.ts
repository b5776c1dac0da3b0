import type { Code, RehearsedOutcome } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const PK = { primaryKeyConstraintName: 'rehearsed_user__pk' };

/** What would become of one user. */
@Entity({ name: 'rehearsed_user' })
export class RehearsedUserRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', ...PK })
  tenantId: string;

  @PrimaryColumn({ name: 'rehearsal_id', type: 'uuid', ...PK })
  rehearsalId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', ...PK })
  userId: string;

  @Column({ type: 'text' })
  outcome: RehearsedOutcome;

  @Column({ type: 'text', nullable: true })
  code: Code | null;
}
