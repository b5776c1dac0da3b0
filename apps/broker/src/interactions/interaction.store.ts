import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** What a finished interaction tells the OpenID Provider when the browser comes back to it. */
export interface InteractionResult {
  login: { accountId: string; amr?: string[]; acr?: string; ts?: number };
  loginId: string;
  tenantId: string;
}

/**
 * A session of somebody else on this browser ends here, its mention in the interaction with it: the sign-in begins one
 * of its own.
 */
const FINISH = `
  WITH waiting AS (
    SELECT id, payload, coalesce(payload -> 'session' ->> 'accountId' <> $2, false) AS is_foreign
      FROM provider_artifact WHERE kind = 'Interaction' AND id = $1 AND expires_at > now() FOR UPDATE
  ), gone AS (
    DELETE FROM provider_artifact
     WHERE kind = 'Session' AND id = (SELECT payload -> 'session' ->> 'cookie' FROM waiting WHERE is_foreign)
  ), finished AS (
    UPDATE provider_artifact AS artifact
       SET payload = CASE WHEN is_foreign THEN waiting.payload - 'session' ELSE waiting.payload END
                     || jsonb_build_object('result', $3::jsonb)
      FROM waiting WHERE artifact.kind = 'Interaction' AND artifact.id = waiting.id
    RETURNING artifact.payload ->> 'returnTo' AS "returnTo"
  ) SELECT "returnTo" FROM finished`;

/** The stored row by which the screens and the callback hand a browser back to the OpenID Provider. */
@Injectable()
export class InteractionStore {
  /** Stores the result of an interaction and gives the address where the browser goes on. Refuses `interaction_expired`. */
  async finish(tx: Queries, uid: string, result: InteractionResult): Promise<string> {
    const [row] = await tx.query<{ returnTo: string }[]>(FINISH, [
      uid,
      result.login.accountId,
      JSON.stringify(result),
    ]);
    if (!row) throw new AppError('interaction_expired');
    return row.returnTo;
  }

  /** Whether a browser can still sign in by this interaction. */
  async isOpen(tx: Queries, uid: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM provider_artifact
        WHERE kind = 'Interaction' AND id = $1 AND expires_at > now() AND payload->'result' IS NULL`,
      [uid],
    );
    return rows.length > 0;
  }
}
