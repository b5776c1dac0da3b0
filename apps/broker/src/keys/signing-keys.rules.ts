import type { SigningKey } from '@portico/contracts';

export type Algorithm = SigningKey['alg'];
export type KeyStatus = SigningKey['status'];

/** There is always one active key of each. */
export const ALGORITHMS: readonly Algorithm[] = ['ES256', 'RS256'];

/** How long a key stays published after its last use: the longest ID token (24 hours), and an hour for late replicas. */
export const KEPT_SECONDS = 25 * 60 * 60;

/** When keys change by themselves. */
export interface Schedule {
  /** How long a key is published before it signs: longer than applications keep a key set. */
  leadSeconds: number;
  /** How long it signs. */
  days: number;
}

/** By the database's clock. */
export interface Moment {
  /** When the wish was uttered, before anything was made or waited for. */
  asked: Date;
  now: Date;
}

/** What of a key decides its part. */
export interface KeyTimes {
  alg: Algorithm;
  createdAt: Date;
  activeFrom: Date;
  publishedUntil: Date | null;
}

/** A published key with its part. */
export interface Published<K extends KeyTimes = KeyTimes> {
  key: K;
  status: KeyStatus;
}

/** Who wants other keys: the schedule, a command, or a command after a leak. */
export type Wish = 'schedule' | 'command' | 'immediately';

export type Rotation =
  | { outcome: 'none' }
  | {
      outcome: 'begin';
      algorithms: readonly Algorithm[];
      activeFrom: Date;
      /** What becomes of the older keys: they stay as they are, leave the key set in time, or at once. */
      older: 'stay' | 'retire' | 'withdraw';
    };

const NONE: Rotation = { outcome: 'none' };

/** The keys that are published at a moment: of those of an algorithm that may sign, the newest does. */
export const toPublished = <K extends KeyTimes>(keys: readonly K[], now: Date): Published<K>[] => {
  const published = keys.filter(({ publishedUntil }) => publishedUntil === null || publishedUntil > now);
  return published.map((key) => ({ key, status: statusOf(key, published, now) }));
};

const statusOf = (key: KeyTimes, keys: readonly KeyTimes[], now: Date): KeyStatus => {
  if (key.activeFrom > now) return 'next';
  const isFollowed = keys.some(
    ({ alg, activeFrom }) => alg === key.alg && activeFrom > key.activeFrom && activeFrom <= now,
  );
  return isFollowed ? 'retiring' : 'active';
};

/**
 * Which keys to make now, if any. Of wishes at the same time the first is fulfilled and serves the others: what was made
 * after they were uttered is what they wanted.
 */
export const planRotation = (
  keys: readonly KeyTimes[],
  wish: Wish,
  { asked, now }: Moment,
  schedule: Schedule,
): Rotation => {
  const published = toPublished(keys, now);
  if (wish === 'immediately') return planWithdrawal(published, { asked, now });
  const missing = ALGORITHMS.filter((alg) => !published.some(({ key }) => key.alg === alg));
  // Nobody knows a key set that tokens of this algorithm were signed with: it need not be published before.
  if (missing.length > 0) return { outcome: 'begin', algorithms: missing, activeFrom: now, older: 'stay' };
  const isUnderWay = published.some(({ key, status }) => status === 'next' || key.createdAt >= asked);
  if (isUnderWay || (wish === 'schedule' && dueAt(published, schedule) > now)) return NONE;
  const activeFrom = later(now, schedule.leadSeconds);
  return { outcome: 'begin', algorithms: ALGORITHMS, activeFrom, older: 'retire' };
};

const planWithdrawal = (published: readonly Published[], { asked, now }: Moment): Rotation => {
  const isDone =
    published.length > 0 && published.every(({ key }) => key.createdAt >= asked && key.activeFrom <= now);
  return isDone ? NONE : { outcome: 'begin', algorithms: ALGORITHMS, activeFrom: now, older: 'withdraw' };
};

/** When the published keys change next, if nobody wishes it sooner. */
export const nextChangeOf = (keys: readonly KeyTimes[], now: Date, schedule: Schedule): Date => {
  const published = toPublished(keys, now);
  const ends = published.flatMap(({ key }) => key.publishedUntil ?? []);
  const begins = published.flatMap(({ key, status }) => (status === 'next' ? key.activeFrom : []));
  const due = begins.length > 0 ? [] : [dueAt(published, schedule)];
  return earliest([...ends, ...begins, ...due]);
};

/** When the next keys have to be published so that they can follow in time. */
const dueAt = (published: readonly Published[], { days, leadSeconds }: Schedule): Date => {
  const active = published.filter(({ status }) => status === 'active');
  return later(earliest(active.map(({ key }) => key.activeFrom)), days * 86_400 - leadSeconds);
};

const earliest = (moments: readonly Date[]): Date => new Date(Math.min(...moments.map(Number)));

export const later = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1000);
