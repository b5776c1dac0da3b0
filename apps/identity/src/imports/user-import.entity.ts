import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far an import of users has come, so that it can go on after a broken connection. */
@Entity({ name: 'user_import' })
export class UserImportRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'user_import__pk' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'user_import__pk' })
  id: string;

  @Column({ name: 'last_line', type: 'int', default: 0 })
  lastLine: number;

  @Column({ type: 'boolean', default: false })
  finished: boolean;

  @Column({ type: 'int', default: 0 })
  created: number;

  @Column({ type: 'int', default: 0 })
  updated: number;

  @Column({ type: 'int', default: 0 })
  unchanged: number;

  @Column({ type: 'int', default: 0 })
  refused: number;

  @Column({ name: 'changed_at', type: 'timestamptz', default: () => 'now()' })
  changedAt: Date;
}
