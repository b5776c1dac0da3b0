/** What the databases, the stream, a subscriber and the logs of a house say about its logins. */
export interface Evidence {
  logins: {
    id: string;
    tenantId: string;
    reference: string;
    method: 'sso' | 'password';
    status: 'started' | 'claimed' | 'completed' | 'failed';
    userId: string | null;
    claimed: boolean;
  }[];
  /** The broker's facts about logins, as they were committed. */
  outbox: { id: string; type: string; subject: string }[];
  /** The facts about logins in the stream. */
  stream: { id: string; type: string; tenantId: string; subject: string }[];
  /** What a subscriber did, by the reference of the login. */
  effects: { reference: string; tenantId: string; userId: string }[];
  sessions: { uid: string; tenantId: string; userId: string; loginId: string }[];
  /** What oidc-provider keeps for somebody who is signed in: sessions, codes and tokens. */
  artifacts: { kind: string; userId: string; sessionUid: string }[];
  /** What identity answered to logins. */
  resolutions: { loginId: string; tenantId: string; outcome: string; userId: string | null }[];
  links: { tenantId: string; connectionId: string; issuer: string; subject: string; userId: string }[];
  linkedFacts: { tenantId: string; userId: string; connectionId: string }[];
  /** Facts of any service that nobody has sent, and deliveries that were given up. */
  unsent: number;
  deadLetters: number;
  /** Test sign-ins that came back from the provider. */
  claimedTests: number;
  /** At the identity provider since it started. */
  tokenRequests: number;
  replayedCodes: number;
  /** Lines of logs with a secret in them. */
  leaks: string[];
}

type Rule = (evidence: Evidence) => string[];

const countBy = <Item>(items: Item[], keyOf: (item: Item) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

const doubled = (counts: Map<string, number>, what: string): string[] =>
  [...counts].flatMap(([key, count]) => (count > 1 ? [`${what} ${key} ${count} times`] : []));

/** Every completed login has one committed fact, one id in the stream and one effect; nothing else has any. */
const factsMatch: Rule = ({ logins, outbox, stream, effects }) => {
  const TYPE_OF = { completed: 'login.completed', failed: 'login.failed', started: '', claimed: '' };
  const committed = countBy(outbox, ({ type, subject }) => `${type} ${subject}`);
  const distinct = [...new Map(stream.map((fact) => [fact.id, fact])).values()];
  const streamed = countBy(distinct, ({ type, tenantId, subject }) => `${type} ${tenantId} ${subject}`);
  const acted = countBy(effects, (effect) => Object.values(effect).join(' '));
  const ended = logins.filter(({ status }) => TYPE_OF[status] !== '');
  const faults = ended.flatMap(({ id, tenantId, reference, status, userId }) => {
    const type = TYPE_OF[status];
    const told = [
      ['committed', committed.get(`${type} ${id}`) ?? 0],
      ['in the stream', streamed.get(`${type} ${tenantId} ${id}`) ?? 0],
      ...(status === 'completed'
        ? ([['acted upon', acted.get(`${reference} ${tenantId} ${userId ?? ''}`) ?? 0]] as const)
        : []),
    ] as const;
    return told.flatMap(([where, count]) =>
      count === 1 ? [] : [`${status} login ${reference} is ${where} ${count} times`],
    );
  });
  return [...faults, ...strangers(ended, { outbox, stream, effects })];
};

/** Facts and effects of logins that have not ended so. */
const strangers = (
  ended: Evidence['logins'],
  { outbox, stream, effects }: Pick<Evidence, 'outbox' | 'stream' | 'effects'>,
): string[] => {
  const known = new Set(ended.map(({ id, status }) => `login.${status} ${id}`));
  const completed = new Set(
    ended.flatMap(({ reference, status }) => (status === 'completed' ? [reference] : [])),
  );
  return [
    ...[...outbox, ...stream]
      .filter(({ type, subject }) => !known.has(`${type} ${subject}`))
      .map(({ type, subject }) => `${type} without such a login ${subject}`),
    ...effects
      .filter(({ reference }) => !completed.has(reference))
      .map(({ reference }) => `an effect without a completed login ${reference}`),
  ];
};

/** A session is of exactly one completed login, of the same tenant and user. */
const sessionsMatch: Rule = ({ logins, sessions, artifacts }) => {
  const byId = new Map(logins.map((login) => [login.id, login]));
  const byUid = new Map(sessions.map((session) => [session.uid, session]));
  return [
    ...sessions
      .filter(({ loginId, tenantId, userId }) => {
        const login = byId.get(loginId);
        return login?.status !== 'completed' || login.tenantId !== tenantId || login.userId !== userId;
      })
      .map(({ loginId }) => `a session of login ${loginId}, which does not carry it`),
    ...doubled(
      countBy(sessions, ({ loginId }) => loginId),
      'a session of login',
    ),
    ...artifacts
      .filter(({ userId, sessionUid }) => byUid.get(sessionUid)?.userId !== userId)
      .map(({ kind }) => `a ${kind} without its session`),
  ];
};

/** Whoever came by single sign-on is whom identity named; and nobody was let in without an answer or a claim. */
const answersMatch: Rule = ({ logins, resolutions }) => {
  const byLogin = new Map(resolutions.map((resolution) => [resolution.loginId, resolution]));
  return logins
    .filter(({ method, status }) => method === 'sso' && status === 'completed')
    .filter(({ id, tenantId, userId, claimed }) => {
      const answer = byLogin.get(id);
      return (
        !claimed || answer?.tenantId !== tenantId || answer.userId !== userId || answer.outcome === 'refused'
      );
    })
    .map(({ reference }) => `login ${reference} is not what identity answered`);
};

/** A pin is committed with its answer and its fact, or not at all, and never twice. */
const linksMatch: Rule = ({ links, linkedFacts, resolutions }) => {
  const told = countBy(linkedFacts, ({ tenantId, userId }) => `${tenantId} ${userId}`);
  const matched = countBy(
    resolutions.filter(({ outcome }) => outcome === 'matched'),
    ({ tenantId, userId }) => `${tenantId} ${userId ?? ''}`,
  );
  const pinned = countBy(links, ({ tenantId, userId }) => `${tenantId} ${userId}`);
  const users = new Set([...told.keys(), ...matched.keys()]);
  // A pin that no match explains came with an import; it is told all the same.
  const wanted = (user: string): number => Math.max(matched.get(user) ?? 0, pinned.get(user) ?? 0);
  return [
    ...doubled(
      countBy(links, ({ tenantId, connectionId, issuer, subject }) =>
        [tenantId, connectionId, issuer, subject].join(' '),
      ),
      'identity',
    ),
    ...doubled(
      countBy(links, ({ tenantId, connectionId, userId }) => [tenantId, connectionId, userId].join(' ')),
      'link of user',
    ),
    ...[...users]
      .filter((user) => (told.get(user) ?? 0) !== wanted(user))
      .map((user) => `user.linked ${told.get(user) ?? 0} times for ${wanted(user)} pins of ${user}`),
    ...links
      .filter(({ tenantId, userId }) => !told.has(`${tenantId} ${userId}`))
      .map(({ userId }) => `a link of ${userId} that nobody was told of`),
  ];
};

/** A code goes to the identity provider at most once, and only for a login, or a test of one, that was claimed before. */
const codesGoOnce: Rule = ({ logins, claimedTests, tokenRequests, replayedCodes }) => {
  const claims = logins.filter(({ claimed }) => claimed).length + claimedTests;
  return [
    ...(tokenRequests > claims
      ? [`${tokenRequests} token requests for ${claims} claimed logins and tests`]
      : []),
    ...(replayedCodes > 0 ? [`${replayedCodes} codes were sent to the identity provider again`] : []),
  ];
};

const nothingWaits: Rule = ({ unsent, deadLetters }) => [
  ...(unsent > 0 ? [`${unsent} facts are not sent`] : []),
  ...(deadLetters > 0 ? [`${deadLetters} facts are dead letters`] : []),
];

const nothingLeaks: Rule = ({ leaks }) => leaks.map((line) => `a secret in a log: ${line}`);

/** What may need a moment after everything works again, because events travel. */
const EVENTUAL = [factsMatch, nothingWaits];
const ALWAYS = [sessionsMatch, answersMatch, linksMatch, codesGoOnce, nothingLeaks];

/** What is not so yet, though it must become so. */
export const findUnfinished = (evidence: Evidence): string[] => EVENTUAL.flatMap((rule) => rule(evidence));

/** What must never be so, whatever was killed when. */
export const findFaults = (evidence: Evidence): string[] => ALWAYS.flatMap((rule) => rule(evidence));
