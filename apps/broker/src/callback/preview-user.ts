import { AppError, PreviewMatch, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import { ANY_APPLICATION, toDecision } from '../settings/decision.rules.js';
import type { KnownSettings } from '../settings/settings.store.js';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import type { TestOutcome } from '../tests/connection-test.store.js';
import { remediesFor } from '../tests/remedies.rules.js';
import { toRefusedOutcome } from '../tests/refused-outcome.rules.js';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';
import { toUpstreamIdentity } from './upstream-identity.rules.js';

type Foreseen = Omit<TestOutcome, 'claims' | 'evidence'>;

/** Whom a verified identity would sign in, were its connection on; nothing is stored, linked or made. */
@Injectable()
export class PreviewUser {
  constructor(private readonly ask: Ask) {}

  async run(
    known: KnownSettings,
    connection: UsableConnection,
    verified: VerifiedIdentity,
  ): Promise<Foreseen> {
    const { tenantId, matching } = known.settings;
    const identity = toUpstreamIdentity(verified, connection, known.settings);
    const answer = await this.ask.to(PreviewMatch, {
      tenantId,
      connectionId: connection.id,
      identity,
      policy: matching.policy,
    });
    if (answer.outcome === 'refused') {
      const { code } = answer;
      const remedies = remediesFor({ code, connection, matching, claims: verified.claims });
      return toRefusedOutcome(new AppError(code), { remedies });
    }
    const user = answer.outcome === 'created' ? undefined : answer.user;
    const match = { outcome: answer.outcome, user: user ? toShown(user) : null };
    const code = refusalOfNow(known, connection, verified, user);
    if (code) return toRefusedOutcome(new AppError(code), { match });
    const passed = user?.status === 'active' && user.roles.includes('tenant_admin');
    return { status: 'succeeded', passed, code: null, upstreamError: null, match, remedies: [] };
  }
}

/** By the one decision, as if the connection were on and alone: a tenant may be suspended, or want a second factor. */
const refusalOfNow = (
  known: KnownSettings,
  connection: UsableConnection,
  { amr }: VerifiedIdentity,
  user: UserSnapshot | undefined,
) => {
  const settings = {
    ...known.settings,
    connections: [{ ...connection, mode: 'enabled' as const }],
    unusable: [],
  };
  const { allowed, code } = toDecision({
    known: { ...known, settings, ageSeconds: 0 },
    application: ANY_APPLICATION,
    method: { connectionId: connection.id },
    purpose: 'callback',
    proof: { amr: amr ?? null },
    user,
  });
  return allowed ? undefined : (code ?? 'internal_error');
};

const toShown = ({ userId: id, email, name, roles }: UserSnapshot) => ({ id, email, name, roles });
