import type { TenantSettings } from '@portico/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The projection of one tenant's settings: the row that every decision reads. */
@Entity('tenant_settings')
@Index('tenant_settings__offers_sso', ['tenantId'], { where: 'offers_sso' })
export class TenantSettingsEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id', primaryKeyConstraintName: 'tenant_settings__pk' })
  tenantId: string;

  @Column('integer')
  version: number;

  @Column('jsonb')
  document: TenantSettings;

  /** Whether any connection is on, for the question whether screen 1 shows the button at all. */
  @Column('boolean', { name: 'offers_sso' })
  offersSso: boolean;

  /** From the document, for the statements that find a session. */
  @Column('integer', { name: 'session_absolute_seconds', default: 43_200 })
  sessionAbsoluteSeconds: number;

  @Column('integer', { name: 'session_idle_seconds', nullable: true })
  sessionIdleSeconds: number | null;
}
