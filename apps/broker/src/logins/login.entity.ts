import type { Code, Provider, UserSnapshot } from '@portico/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The identity provider's own session, as far as its ID token names it. */
export interface UpstreamSession {
  issuer: string;
  /** `sub` as it came, by which a logout token of the provider names the person. */
  subject: string;
  sid?: string;
  /** When the provider ends it, in seconds since 1970. */
  expiresAt?: number;
}

const pk = { primaryKeyConstraintName: 'login__pk' };

/** One attempt of one browser to sign in to one tenant. */
@Entity('login')
@Index('login__under_way', ['tenantId', 'startedAt'], { where: "status IN ('started', 'claimed')" })
export class LoginEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id', ...pk })
  tenantId: string;

  @PrimaryColumn('uuid', pk)
  id: string;

  @Column('text', { unique: true })
  reference: string;

  @Column('text', { name: 'application_id' })
  applicationId: string;

  @Column('text')
  method: 'sso' | 'password' | 'recovery';

  @Column('uuid', { name: 'connection_id', nullable: true })
  connectionId: string | null;

  @Column('text', { nullable: true })
  provider: Provider | null;

  /** The connection's revision that the login began with. */
  @Column('integer', { nullable: true })
  revision: number | null;

  @Column('text')
  status: 'started' | 'claimed' | 'completed' | 'failed';

  @Column('text', { nullable: true })
  code: Code | null;

  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  /** The user as identity knew them when the login was completed. */
  @Column('jsonb', { nullable: true })
  account: UserSnapshot | null;

  @Column('text', { array: true, nullable: true })
  amr: string[] | null;

  @Column('text', { nullable: true })
  acr: string | null;

  @Column('timestamptz', { name: 'auth_time', nullable: true })
  authTime: Date | null;

  /** Of a completed login by single sign-on: what its session can be ended by. */
  @Column('jsonb', { nullable: true })
  upstream: UpstreamSession | null;

  /** How many codes of a mailbox proof have been tried. */
  @Column('integer', { name: 'mailbox_tries', default: 0 })
  mailboxTries: number;

  @Column('timestamptz', { name: 'started_at', default: () => 'now()' })
  startedAt: Date;

  @Column('timestamptz', { name: 'claimed_at', nullable: true })
  claimedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
