import type { z } from 'zod';
import { AuditEntry } from './audit.js';
import { ConnectionState, ConnectionTest, LastSignIn, StartTest, TestStarted } from './connection-tests.js';
import { CheckConnection, ConnectionCheck, ConnectionDraft } from './connections.js';
import { ConfirmRecoveryCodes, RecoveryCodes, RecoveryCodeState } from './recovery-codes.js';
import { Coverage, Rehearsal, RehearsedUser } from './rehearsals.js';
import { CreateSetUpLink, OpenSetUpLink, SetUpLink, SetUpLinkCreated, SetUpSession } from './set-up-links.js';
import {
  AnswerSupportRequest,
  AskSupport,
  BreakGlass,
  RequestBreakGlass,
  SupportRequest,
} from './support.js';

const id = (n: number): string => `0199d5a0-0000-7000-8000-00000000000${n}`;
const now = '2026-11-23T09:00:00.000Z';
const later = '2026-11-23T09:15:00.000Z';

const example = <S extends z.ZodType>(schema: S, value: z.input<S>): [S, z.input<S>] => [schema, value];

const setUpLink: SetUpLink = {
  id: id(6),
  connectionId: id(3),
  provider: 'okta',
  note: 'Calpurnia in IT',
  status: 'waiting',
  createdBy: `user:${id(4)}`,
  createdAt: now,
  expiresAt: '2026-11-26T09:00:00.000Z',
  openedAt: null,
};
const token = 'q8m1w0Zr5oYw3cX9bJ2kT7vN4sL6hD1fG0aE8uI5pRt';
const codes = Array.from({ length: 10 }, (_, n) => `${String(n)}ABC-DEFG-HJKM-NPQR`);

/** Examples of what a company's admin sets up, tries and enforces by, and of what support does for them. */
export const SET_UP_EXAMPLES: readonly (readonly [z.ZodType, unknown])[] = [
  example(ConnectionDraft, { step: 'enter_values', clientId: '0oa1b2c3d4e5f6g7h8i9' }),
  example(CheckConnection, { discoveryUrl: 'https://acme-admin.okta.com' }),
  example(ConnectionCheck, {
    findings: [
      {
        rule: 'okta_admin_host',
        pointer: '/discoveryUrl',
        message: "This is the address of Okta's admin console. The issuer has no -admin in its name.",
        corrected: 'https://acme.okta.com',
      },
    ],
    found: null,
  }),
  example(StartTest, { revision: 2 }),
  example(TestStarted, {
    testId: id(7),
    testUrl: `https://sso.example.com/tests/${id(7)}/${token}`,
    expiresAt: later,
  }),
  example(ConnectionTest, {
    id: id(7),
    connectionId: id(3),
    provider: 'okta',
    revision: 2,
    status: 'succeeded',
    passed: true,
    code: null,
    upstreamError: null,
    claims: { sub: '00u1', email: 'atticus@acme.example', email_verified: true },
    match: {
      outcome: 'matched',
      user: { id: id(4), email: 'atticus@acme.example', name: 'Atticus Finch', roles: ['tenant_admin'] },
    },
    remedies: [],
    reference: 'OTTER-2719',
    startedAt: now,
    endedAt: now,
  }),
  example(ConnectionState, {
    connectionId: id(3),
    lastSignInAt: now,
    failing: null,
    proof: { revision: 2, by: 'test', at: now, userId: id(4) },
  }),
  example(LastSignIn, { userId: id(2), at: now, method: 'sso', connectionId: id(3), provider: 'okta' }),
  example(Rehearsal, {
    id: id(8),
    connectionId: id(3),
    revision: 2,
    settingsVersion: 7,
    at: now,
    expiresAt: later,
    counts: { proven: 30, expected: 8, blocked: 4, exempt: 0 },
    reasons: [{ code: 'email_unverified', count: 4 }],
    sessions: { kept: 12, ended: 3 },
    admins: { active: 2, withRecoveryCodes: 1 },
    proved: true,
  }),
  example(RehearsedUser, {
    userId: id(2),
    name: 'Scout Finch',
    email: 'scout@acme.example',
    outcome: 'blocked',
    code: 'email_unverified',
  }),
  example(Coverage, { activeUsers: 42, neverSignedIn: 12 }),
  example(RecoveryCodes, { codes }),
  example(ConfirmRecoveryCodes, { code: '0ABC-DEFG-HJKM-NPQR' }),
  example(RecoveryCodeState, { made: true, confirmed: true, left: 9, madeAt: now }),
  example(CreateSetUpLink, { connectionId: id(3), expiresInHours: 24, note: 'Calpurnia in IT' }),
  example(SetUpLink, setUpLink),
  example(SetUpLinkCreated, { ...setUpLink, token }),
  example(OpenSetUpLink, { token }),
  example(SetUpSession, {
    accessToken: `set-up.${token}`,
    expiresAt: setUpLink.expiresAt,
    tenant: { id: id(1), name: 'Acme' },
    connection: { id: id(3), provider: 'okta', name: 'Okta' },
  }),
  example(AskSupport, { kind: 'unlisted_provider', message: 'We use PingFederate.' }),
  example(SupportRequest, {
    id: id(9),
    tenantId: id(1),
    tenantName: 'Acme',
    kind: 'unlisted_provider',
    message: 'We use PingFederate.',
    askedBy: `user:${id(4)}`,
    askedAt: now,
    status: 'open',
    answer: null,
    answeredBy: null,
    answeredAt: null,
  }),
  example(AnswerSupportRequest, { status: 'done', answer: 'It is switched on.' }),
  example(RequestBreakGlass, { reason: 'Ticket 4711: their provider is gone and nobody has a code' }),
  example(BreakGlass, {
    id: id(5),
    tenantId: id(1),
    reason: 'Ticket 4711: their provider is gone and nobody has a code',
    status: 'waiting',
    requestedBy: id(4),
    requestedAt: now,
    approvedBy: null,
    approvedAt: null,
    openUntil: null,
  }),
  example(AuditEntry, {
    id: id(6),
    at: now,
    by: `user:${id(4)}`,
    byPlatform: false,
    action: 'connection.mode_changed',
    connectionId: id(3),
    detail: { mode: 'enforced' },
  }),
];
