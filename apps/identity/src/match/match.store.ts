import type { ResolveIdentity, UserSnapshot } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { SNAPSHOT } from '../users/snapshot.rules.js';
import type { Candidate, Choice } from './match.rules.js';

type Question = z.infer<typeof ResolveIdentity.request>;
/** The identity in question: which pin it is, not what it claims. */
type Asked = Omit<Question, 'identity' | 'policy'> & {
  identity: Pick<Question['identity'], 'issuer' | 'subject'>;
};

/** What is known about a login and an identity before anything is decided. */
export interface Known {
  /** What this login was answered before. */
  reply: Choice | null;
  /** The user whom the identity is linked to. */
  linked: UserSnapshot | null;
  /** No sign-in has used that link before. */
  unused: boolean;
}

type KnownRow = { reply: Choice | null; unused: boolean } & {
  [K in keyof UserSnapshot]: UserSnapshot[K] | null;
};

/**
 * The queries of the login path: they join the tables that one decision needs, a statement each.
 * The tenant is in every WHERE, although row-level security holds it too: either alone must be enough.
 */
@Injectable()
export class MatchStore {
  /** What this login was answered, and whom the identity is linked to. */
  async findKnown(tx: Queries, { tenantId, loginId, connectionId, identity }: Asked): Promise<Known> {
    const [row] = await tx.query<[KnownRow]>(
      `SELECT resolution.reply, identity_link.first_used_at IS NULL AS unused, ${SNAPSHOT}
         FROM (VALUES (1)) AS always
         LEFT JOIN resolution ON resolution.tenant_id = $1 AND resolution.login_id = $2
         LEFT JOIN (identity_link JOIN app_user
             ON app_user.tenant_id = identity_link.tenant_id AND app_user.id = identity_link.user_id)
           ON identity_link.tenant_id = $1 AND identity_link.connection_id = $3
          AND identity_link.issuer = $4 AND identity_link.subject = $5`,
      [tenantId, loginId, connectionId, identity.issuer, identity.subject],
    );
    const { reply, unused, ...user } = row;
    return { reply, unused, linked: user.userId === null ? null : (user as UserSnapshot) };
  }

  /**
   * Lets one transaction at a time make a user with the address; the others wait here and find that user.
   * No constraint could: two users of a tenant may share an address.
   */
  async lockAddress(tx: Queries, tenantId: string, emailNormal: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId} ${emailNormal}`]);
  }

  /** The users of this tenant with the address, and whether they have another identity at this connection. */
  async listCandidates(
    tx: Queries,
    { tenantId, connectionId, identity }: Omit<Asked, 'loginId'>,
    emailNormal: string,
  ): Promise<Candidate[]> {
    // Not "any identity": this very one may have been linked since `findKnown` looked, and is no conflict then.
    const rows = await tx.query<(UserSnapshot & { linkedElsewhere: boolean })[]>(
      `SELECT ${SNAPSHOT}, other.user_id IS NOT NULL AS "linkedElsewhere"
         FROM app_user LEFT JOIN identity_link AS other
           ON other.tenant_id = app_user.tenant_id AND other.user_id = app_user.id
          AND other.connection_id = $2 AND (other.issuer, other.subject) <> ($4, $5)
        WHERE app_user.tenant_id = $1 AND app_user.email_normal = $3`,
      [tenantId, connectionId, emailNormal, identity.issuer, identity.subject],
    );
    return rows.map(({ linkedElsewhere, ...user }) => ({ user, linkedElsewhere }));
  }
}
