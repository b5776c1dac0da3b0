import type { FactorKind } from '@portico/contracts';
import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  Unique,
} from 'typeorm';
import type { UserRow } from '../users/user.entity.js';

/** A second factor of a user; it waits, without counting as one, until `confirmedAt`. */
@Entity({ name: 'factor' })
@Unique('factor__tenant_credential__unique', ['tenantId', 'credentialId'])
@Index('factor__tenant_user', ['tenantId', 'userId'])
@Check('factor__kind__known', `kind IN ('totp', 'passkey')`)
export class FactorRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'factor__pk' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'factor__pk' })
  id: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  @ManyToOne('UserRow', { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: 'factor__user' },
    { name: 'user_id', referencedColumnName: 'id', foreignKeyConstraintName: 'factor__user' },
  ])
  user: Relation<UserRow>;

  @Column({ type: 'text' })
  kind: FactorKind;

  @Column({ type: 'text' })
  name: string;

  /** The secret of time-based codes: a JWE that opens for this factor alone. */
  @Column({ name: 'sealed_secret', type: 'text', nullable: true })
  sealedSecret: string | null;

  /** The time step of the last code (RFC 6238 §4.2); no code of it or of an earlier one is taken again. */
  @Column({ name: 'last_step', type: 'bigint', default: 0 })
  lastStep: string;

  /** A passkey's id, base64url. */
  @Column({ name: 'credential_id', type: 'text', nullable: true })
  credentialId: string | null;

  /** A passkey's public key in COSE form (RFC 9052 §7). */
  @Column({ name: 'public_key', type: 'bytea', nullable: true })
  publicKey: Buffer | null;

  /** How often a passkey says that it has signed; many never count. */
  @Column({ name: 'sign_count', type: 'bigint', default: 0 })
  signCount: string;

  @Column({ type: 'text', array: true, default: () => `'{}'` })
  transports: string[];

  /** Whether a passkey's private key never leaves its device. */
  @Column({ name: 'device_bound', type: 'boolean', default: false })
  deviceBound: boolean;

  /** The attempt that used it last, which may ask again. */
  @Column({ name: 'used_by', type: 'uuid', nullable: true })
  usedBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;
}
