import type { Rehearsal } from '@portico/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a rehearsal found besides its users, as it is shown. */
export type Findings = Pick<Rehearsal, 'counts' | 'reasons' | 'sessions' | 'admins' | 'proved'>;

/** A rehearsal of enforcing a connection; kept for a day. */
@Entity({ name: 'rehearsal' })
@Index('rehearsal__tenant_connection', ['tenantId', 'connectionId'])
@Index('rehearsal__made_at', ['madeAt'])
export class RehearsalRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'rehearsal__pk' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'rehearsal__pk' })
  id: string;

  @Column({ name: 'connection_id', type: 'uuid' })
  connectionId: string;

  @Column({ type: 'int' })
  revision: number;

  @Column({ name: 'settings_version', type: 'int' })
  settingsVersion: number;

  @Column({ type: 'jsonb' })
  findings: Findings;

  @Column({ name: 'made_at', type: 'timestamptz', default: () => 'now()' })
  madeAt: Date;
}
