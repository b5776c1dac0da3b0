import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UserImportRow } from './user-import.entity.js';

const PK = { primaryKeyConstraintName: 'user_import_refusal__pk' };
const FK = { foreignKeyConstraintName: 'user_import_refusal__import' };

/** A line that an import refused, and why; kept for a day. */
@Entity({ name: 'user_import_refusal' })
@Index('user_import_refusal__refused_at', ['refusedAt'])
export class ImportRefusalRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', ...PK })
  tenantId: string;

  @PrimaryColumn({ name: 'import_id', type: 'uuid', ...PK })
  importId: string;

  @PrimaryColumn({ type: 'int', ...PK })
  line: number;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text', nullable: true })
  message: string | null;

  @ManyToOne('UserImportRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', ...FK },
    { name: 'import_id', referencedColumnName: 'id', ...FK },
  ])
  userImport: Relation<UserImportRow>;

  @Column({ name: 'refused_at', type: 'timestamptz', default: () => 'now()' })
  refusedAt: Date;
}
