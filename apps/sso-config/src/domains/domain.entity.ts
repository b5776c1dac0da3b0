import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A domain that a tenant claims, or has proved: then no other tenant can. */
@Entity({ name: 'domain' })
export class DomainRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @PrimaryColumn({ type: 'text' })
  domain: string;

  /** What the TXT record must say. */
  @Column({ type: 'text' })
  challenge: string;

  @Column({ name: 'challenge_expires_at', type: 'timestamptz' })
  challengeExpiresAt: Date;

  /** `user:<id>` or `machine:<application id>`. */
  @Column({ name: 'claimed_by', type: 'text' })
  claimedBy: string;

  @Column({ name: 'claimed_at', type: 'timestamptz', default: () => 'now()' })
  claimedAt: Date;

  @Column({ name: 'proved_at', type: 'timestamptz', nullable: true })
  provedAt: Date | null;

  /** When the record of a proved domain was last looked up. */
  @Column({ name: 'checked_at', type: 'timestamptz', nullable: true })
  checkedAt: Date | null;

  @Column({ name: 'missing_since', type: 'timestamptz', nullable: true })
  missingSince: Date | null;

  /** When it is looked up next. */
  @Column({ name: 'recheck_at', type: 'timestamptz', default: () => `'-infinity'` })
  recheckAt: Date;
}
