import {
  type Code,
  type ConnectionSettings,
  type ProofEvidence,
  type RehearsedOutcome,
  type TenantSettings,
  type UserSnapshot,
} from '@portico/contracts';
import { decide, type DecisionInput, emailTrustOf } from '@portico/policy';
import { type Candidate, chooseProver, chooseUser, type MatchInput } from '../match/match.rules.js';

/** The stage: the settings of now, the connection that is to be enforced, and what is known of its provider. */
export interface Stage {
  settings: TenantSettings;
  connection: ConnectionSettings;
  /** What the provider said about an administrator in a test; null where nobody has tested. */
  evidence: ProofEvidence | null;
  now: Date;
}

/** A user's identity at one connection. */
export interface KnownLink {
  connectionId: string;
  issuer: string;
  /** A sign-in has used it. */
  used: boolean;
}

/** An active user with all that a first sign-in would meet. */
export interface Person {
  user: UserSnapshot;
  emailNormal: string;
  /** At the connection in question and at those that are enforced already. */
  links: readonly KnownLink[];
  /** The tenant's users with the same address, this one among them; for a person without a link that decides. */
  sharers: readonly Candidate[];
}

/** What would become of a person, and why not. */
export interface Fate {
  outcome: RehearsedOutcome;
  code: Code | null;
}

/** What stays the same for every person of a rehearsal. */
export interface Rehearsing extends Stage {
  decision: Omit<DecisionInput, 'method' | 'user'>;
  domains: ReadonlySet<string>;
  enforcedIds: ReadonlySet<string>;
}

/** The settings as they would be with the connection enforced. */
export const rehearsing = (stage: Stage): Rehearsing => {
  const { settings, connection, now } = stage;
  const { tenantId, status, version, exemptions, secondFactor, domains } = settings;
  const connections = settings.connections.map(({ id, mode }) => ({
    id,
    mode: id === connection.id ? ('enforced' as const) : mode,
  }));
  return {
    ...stage,
    domains: new Set(domains),
    enforcedIds: new Set(connections.filter(({ mode }) => mode === 'enforced').map(({ id }) => id)),
    decision: {
      tenant: {
        ...{ tenantId, status, settingsVersion: version, ageSeconds: 0 },
        ...{ connections, exemptions, secondFactor },
      },
      application: { tenantIds: null, connectionIds: null, mayMendSso: true },
      purpose: 'rehearse',
      proof: 'none_yet',
      now,
    },
  };
};

/**
 * What would become of an active user. Who is exempted keeps the password; for everybody else the decision comes
 * first, then the matching rules with an identity that says of the address what the provider said of an
 * administrator's.
 */
export const fateOf = (person: Person, scene: Rehearsing): Fate => {
  const { user } = person;
  if (decide({ ...scene.decision, user, method: 'password' }).allowed)
    return { outcome: 'exempt', code: null };
  const method = { connectionId: scene.connection.id };
  const decision = decide({ ...scene.decision, user, method });
  const fate = decision.allowed ? match(person, scene) : blocked(decision.code ?? 'internal_error');
  const elsewhere = fate.outcome === 'blocked' && decision.allowed && hasOtherWay(person, scene);
  return elsewhere ? { outcome: 'proven', code: null } : fate;
};

const blocked = (code: Code): Fate => ({ outcome: 'blocked', code });

/** Whoever signs in by a connection that is enforced already goes on doing so. */
const hasOtherWay = ({ links }: Person, { connection, enforcedIds }: Rehearsing): boolean =>
  links.some(
    ({ connectionId, used }) => used && connectionId !== connection.id && enforcedIds.has(connectionId),
  );

/**
 * The link by which a person of this provider is known. One of another issuer is none to who comes from this one; the
 * platform's own Google client has just one issuer.
 */
export const linkAt = (
  links: readonly KnownLink[],
  { id, issuer }: Pick<ConnectionSettings, 'id' | 'issuer'>,
): KnownLink | undefined =>
  links.find((link) => link.connectionId === id && (issuer === null || link.issuer === issuer));

const match = (person: Person, scene: Rehearsing): Fate => {
  const { policy, mailboxProof } = scene.settings.matching;
  const link = linkAt(person.links, scene.connection);
  const choice = chooseUser({ policy, ...(link ? known(person) : asked(person, scene)) });
  if (choice.outcome !== 'refused') return { outcome: link?.used ? 'proven' : 'expected', code: null };
  if (choice.code !== 'email_unverified' || !mailboxProof) return blocked(choice.code);
  const prover = chooseProver(null, person.sharers);
  return prover ? { outcome: 'expected', code: null } : blocked(choice.code);
};

/** A sign-in by a link, which decides alone. */
const known = ({ user }: Person): Omit<MatchInput, 'policy'> => ({
  linked: user,
  emailTrust: 'missing',
  domainProved: false,
  candidates: [],
});

/** A first sign-in with the address of the user record. */
const asked = ({ user, emailNormal, sharers }: Person, scene: Rehearsing): Omit<MatchInput, 'policy'> => {
  const { connection, domains } = scene;
  const { provider, issuer, issuesOwnAddressesOnly } = connection;
  const domainProved = domains.has(emailNormal.slice(emailNormal.lastIndexOf('@') + 1));
  const claims = { email: user.email, ...claimsOf(scene) };
  const vouching = { issuesOwnAddressesOnly, domainProved };
  const emailTrust = emailTrustOf({ provider, issuer: issuer ?? '', claims, ...vouching });
  return { linked: null, emailTrust, domainProved, candidates: sharers };
};

const WORDS = { yes: true, no: false, absent: undefined } as const;

/** As the provider would send them. Of another claim than `email` nobody vouches for the address; a no stays. */
const claimsOf = ({ evidence, connection }: Rehearsing): Record<string, unknown> => {
  if (!evidence) return {};
  const { emailVerified, domainOwnerVerified, hostedDomain, tid } = evidence;
  const says = (word: keyof typeof WORDS): boolean | undefined =>
    word === 'yes' && connection.emailClaim !== 'email' ? undefined : WORDS[word];
  return {
    email_verified: says(emailVerified),
    xms_edov: says(domainOwnerVerified),
    hd: hostedDomain ? 'hosted' : undefined,
    tid: tid ?? undefined,
  };
};
