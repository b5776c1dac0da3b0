import type { ConnectionSettings, Coverage, UserSnapshot } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Candidate } from '../match/match.rules.js';
import { SNAPSHOT } from '../users/snapshot.rules.js';
import { type KnownLink, linkAt, type Person } from './rehearse.rules.js';

type UserOfTenant = UserSnapshot & { emailNormal: string };

/** Which users a rehearsal reads next. */
export interface Stretch {
  tenantId: string;
  /** The connection that is rehearsed. */
  connection: Pick<ConnectionSettings, 'id' | 'issuer'>;
  /** Those that are enforced already. */
  enforcedIds: string[];
  after?: string;
  limit: number;
}

/** A tenant's active users by the thousand: three statements each, joined as the login path joins them for one. */
@Injectable()
export class PeopleStore {
  async list(tx: Queries, stretch: Stretch): Promise<Person[]> {
    const { tenantId, connection, after = null, limit } = stretch;
    const users = await tx.query<UserOfTenant[]>(
      `SELECT ${SNAPSHOT}, app_user.email_normal AS "emailNormal" FROM app_user
        WHERE tenant_id = $1 AND status = 'active' AND ($2::uuid IS NULL OR id > $2)
        ORDER BY tenant_id, id LIMIT $3`,
      [tenantId, after, limit],
    );
    const links = await this.listLinks(tx, stretch, users);
    const isUnknown = ({ userId }: UserOfTenant): boolean => !linkAt(links.get(userId) ?? [], connection);
    const sharers = await this.listSharers(tx, stretch, users.filter(isUnknown));
    return users.map(({ emailNormal, ...user }) => ({
      user,
      emailNormal,
      links: links.get(user.userId) ?? [],
      sharers: sharers.get(emailNormal) ?? [],
    }));
  }

  async countCoverage(tx: Queries, tenantId: string, connectionId: string): Promise<Coverage> {
    const [row] = await tx.query<[Coverage]>(
      `SELECT count(*)::int AS "activeUsers", (count(*) - count(identity_link.user_id))::int AS "neverSignedIn"
         FROM app_user LEFT JOIN identity_link
           ON identity_link.tenant_id = $1 AND identity_link.connection_id = $2
          AND identity_link.user_id = app_user.id
        WHERE app_user.tenant_id = $1 AND app_user.status = 'active'`,
      [tenantId, connectionId],
    );
    return row;
  }

  private async listLinks(
    tx: Queries,
    { tenantId, connection, enforcedIds }: Stretch,
    users: readonly UserSnapshot[],
  ): Promise<Map<string, KnownLink[]>> {
    const rows = await tx.query<(KnownLink & { userId: string })[]>(
      `SELECT user_id AS "userId", connection_id AS "connectionId", issuer, first_used_at IS NOT NULL AS used
         FROM identity_link
        WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND connection_id = ANY ($3::uuid[])`,
      [tenantId, users.map(({ userId }) => userId), [connection.id, ...enforcedIds]],
    );
    return grouped(rows.map(({ userId, ...link }) => [userId, link]));
  }

  /** As `MatchStore.listCandidates`, for an identity that is linked to nobody yet. */
  private async listSharers(
    tx: Queries,
    { tenantId, connection }: Stretch,
    users: readonly UserOfTenant[],
  ): Promise<Map<string, Candidate[]>> {
    const rows = await tx.query<(UserOfTenant & { linkedElsewhere: boolean })[]>(
      `SELECT ${SNAPSHOT}, app_user.email_normal AS "emailNormal", other.user_id IS NOT NULL AS "linkedElsewhere"
         FROM app_user LEFT JOIN identity_link AS other
           ON other.tenant_id = app_user.tenant_id AND other.user_id = app_user.id AND other.connection_id = $2
        WHERE app_user.tenant_id = $1 AND app_user.email_normal = ANY ($3::text[])`,
      [tenantId, connection.id, users.map(({ emailNormal }) => emailNormal)],
    );
    return grouped(
      rows.map(({ emailNormal, linkedElsewhere, ...user }) => [emailNormal, { user, linkedElsewhere }]),
    );
  }
}

const grouped = <T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const [key, item] of pairs) {
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};
