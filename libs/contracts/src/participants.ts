import {
  LoginCompleted,
  LoginFailed,
  SessionEnded,
  SessionGrantRevoked,
  SessionRecoveryStarted,
  SsoBreakGlassOpened,
  SsoConfigChanged,
  SsoConnectionTested,
  SsoDomainEndangered,
  UserCreated,
  UserDeactivated,
  UserLinked,
  UserUnlinked,
  UserUpdated,
  type EventContract,
} from './events.js';
import {
  BeginPasskey,
  BeginTotp,
  CheckTotp,
  FinishPasskey,
  FinishTotp,
  ListFactors,
} from './factor-questions.js';
import {
  CheckPassword,
  DecideReset,
  FindLapsed,
  FinishMailboxProof,
  GetSettings,
  GetUser,
  InspectIssuer,
  ListChangedSettings,
  LookupEmail,
  LookUpTxt,
  MailPasswordLinks,
  ReadPasswordLink,
  ResolveIdentity,
  StartMailboxProof,
  UsePasswordLink,
  VerifyToken,
  type QuestionContract,
} from './questions.js';
import {
  CountSessions,
  FindAdminProof,
  FindBreakGlass,
  FindRecoveryAdmins,
  GetRevision,
  PreviewMatch,
  ReadRehearsal,
  ReadSetUpSession,
  UseRecoveryCode,
} from './proof-questions.js';

/** What one service says and hears on NATS; its key permits exactly this and nothing else. */
export interface Participant {
  publishes: readonly EventContract[];
  consumes: readonly EventContract[];
  asks: readonly QuestionContract[];
  answers: readonly QuestionContract[];
}

const participant = (part: { [K in keyof Participant]?: readonly unknown[] }): Participant =>
  Object.freeze({ publishes: [], consumes: [], asks: [], answers: [], ...part }) as Participant;

/** What only the broker asks identity: everything about people at a browser. */
const OF_IDENTITY = [
  LookupEmail,
  CheckPassword,
  ResolveIdentity,
  GetUser,
  FindLapsed,
  StartMailboxProof,
  FinishMailboxProof,
  MailPasswordLinks,
  ReadPasswordLink,
  UsePasswordLink,
  ListFactors,
  BeginTotp,
  FinishTotp,
  CheckTotp,
  BeginPasskey,
  FinishPasskey,
  PreviewMatch,
  UseRecoveryCode,
];

/** The subject table: NATS permissions, durables and the picture of who speaks to whom are made from it. */
export const PARTICIPANTS = Object.freeze({
  'sso-config': participant({
    publishes: [SsoConfigChanged, SsoBreakGlassOpened, SsoDomainEndangered],
    consumes: [SsoConnectionTested, SessionRecoveryStarted],
    asks: [InspectIssuer, LookUpTxt, VerifyToken, FindAdminProof, ReadRehearsal, FindRecoveryAdmins],
    answers: [ListChangedSettings, GetSettings, GetRevision, FindBreakGlass, ReadSetUpSession],
  }),
  identity: participant({
    publishes: [UserCreated, UserUpdated, UserDeactivated, UserLinked, UserUnlinked],
    consumes: [SessionRecoveryStarted, SsoBreakGlassOpened, SsoDomainEndangered],
    asks: [VerifyToken, DecideReset, GetSettings, FindAdminProof, CountSessions],
    answers: [...OF_IDENTITY, ReadRehearsal, FindRecoveryAdmins],
  }),
  broker: participant({
    publishes: [
      LoginCompleted,
      LoginFailed,
      SessionEnded,
      SessionGrantRevoked,
      SessionRecoveryStarted,
      SsoConnectionTested,
    ],
    consumes: [SsoConfigChanged, UserDeactivated, UserUnlinked],
    asks: [...OF_IDENTITY, ListChangedSettings, GetSettings, GetRevision, FindBreakGlass, ReadSetUpSession],
    answers: [InspectIssuer, LookUpTxt, VerifyToken, DecideReset, FindAdminProof, CountSessions],
  }),
});

/** A service that speaks on NATS. */
export type ServiceName = keyof typeof PARTICIPANTS;

/** The one JetStream stream that keeps every fact. */
export const FACTS_STREAM = 'PORTICO';

/** The subjects of the stream: all facts, and never `ask.>`. */
export const FACTS_SUBJECTS = Object.freeze(['sso.>', 'login.>', 'user.>', 'session.>']);

/** The durable consumer that the replicas of a service share for one event, such as `broker--sso-config-changed`. */
export const durableName = (service: string, event: EventContract): string =>
  `${service}--${event.type.replaceAll('.', '-')}`;
