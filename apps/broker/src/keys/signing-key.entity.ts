import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key that signs tokens, from before its first use until the last token that it signed is gone. */
@Entity('signing_key')
export class SigningKeyEntity {
  /** Its thumbprint (RFC 7638). */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'signing_key__pk' })
  kid: string;

  @Column('text')
  alg: 'ES256' | 'RS256';

  /** The private JSON Web Key, sealed to the deployment's sealing key. */
  @Column('text', { name: 'sealed_key' })
  sealedKey: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'active_from' })
  activeFrom: Date;

  /** Null while no key is to follow it. */
  @Column('timestamptz', { name: 'published_until', nullable: true })
  publishedUntil: Date | null;
}
