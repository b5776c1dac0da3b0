import {
  AppError,
  BeginPasskey,
  BeginTotp,
  CheckPassword,
  FindLapsed,
  CheckTotp,
  type FactorKind,
  FinishMailboxProof,
  FinishPasskey,
  FinishTotp,
  GetUser,
  ListFactors,
  LookupEmail,
  MailPasswordLinks,
  PreviewMatch,
  ReadPasswordLink,
  ResolveIdentity,
  StartMailboxProof,
  type UpstreamIdentity,
  UsePasswordLink,
  UseRecoveryCode,
  type UserSnapshot,
} from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { newId } from '@portico/service-kit';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';

type Request<Q extends { request: z.ZodType }> = z.infer<Q['request']>;

/** A user of the tests, with the password in clear. */
export interface Person {
  user: UserSnapshot;
  password?: string;
  /** The code of their authenticator app, if they have one; it works once. */
  code?: string;
  /** Their recovery codes that have not been used. */
  recoveryCodes?: string[];
  /** Whether they have a passkey. */
  passkey?: true;
}

/** What identity would have mailed. */
export interface Mail {
  user: UserSnapshot;
  secret: string;
}

/** The first code of every app that is set up in the tests. */
export const FIRST_CODE = '246810';

/** Identity as its contracts have it, in memory: the answering side of the broker's questions. */
@Controller()
export class PeopleResponder {
  readonly people: Person[] = [];
  readonly mails: Mail[] = [];
  /** Every question about a password or a code, to see what was asked for at all. */
  readonly asked: string[] = [];
  /** Released identities: a user's id and a connection's, with a blank between. */
  readonly released = new Set<string>();
  /** Happens while a recovery code is being used. */
  meanwhile?: () => Promise<unknown>;
  private readonly enrolments = new Map<string, string>();
  private readonly challenges = new Map<string, string>();
  private readonly proofs = new Map<string, UserSnapshot | undefined>();

  add(tenantId: string, email: string, password?: string): Person {
    const userId = newId();
    const user: UserSnapshot = {
      tenantId,
      userId,
      email,
      name: 'Scout Finch',
      externalId: null,
      status: 'active',
      roles: ['member'],
    };
    const person = { user, password };
    this.people.push(person);
    return person;
  }

  @Answers(LookupEmail)
  async lookup({ email }: Request<typeof LookupEmail>) {
    return { users: this.holders(email).map(({ user }) => user) };
  }

  @Answers(GetUser)
  async get({ tenantId, userId }: Request<typeof GetUser>) {
    const found = this.people.find(({ user }) => user.userId === userId && user.tenantId === tenantId);
    return { user: found?.user ?? null };
  }

  @Answers(FindLapsed)
  async lapsed({ tenantId, sessions }: Request<typeof FindLapsed>) {
    const gone = sessions.filter(
      ({ userId }) =>
        !this.people.some(
          ({ user }) => user.userId === userId && user.tenantId === tenantId && user.status === 'active',
        ),
    );
    const released = sessions.filter(
      (pair) => !gone.includes(pair) && this.released.has(`${pair.userId} ${String(pair.connectionId)}`),
    );
    return {
      lapsed: [
        ...gone.map((pair) => ({ ...pair, code: 'user_deactivated' as const })),
        ...released.map((pair) => ({ ...pair, code: 'link_released' as const })),
      ],
    };
  }

  @Answers(CheckPassword)
  async check({ email, tenantIds, password }: Request<typeof CheckPassword>) {
    this.asked.push(`check in ${String(tenantIds.length)}`);
    const right = this.holders(email).filter(
      (person) =>
        tenantIds.includes(person.user.tenantId) &&
        person.user.status === 'active' &&
        person.password === password,
    );
    return {
      users: right.map(({ user }) => user),
      factors: right.map((person) => ({ userId: person.user.userId, kinds: kindsOf(person) })),
    };
  }

  @Answers(UseRecoveryCode)
  async useRecoveryCode({ email, tenantIds, code }: Request<typeof UseRecoveryCode>) {
    this.asked.push(`recover in ${String(tenantIds.length)}`);
    const owner = this.holders(email).find(
      ({ user, recoveryCodes }) => tenantIds.includes(user.tenantId) && recoveryCodes?.includes(code),
    );
    await this.meanwhile?.();
    if (owner) owner.recoveryCodes = owner.recoveryCodes?.filter((unused) => unused !== code);
    return { user: owner?.user ?? null };
  }

  @Answers(MailPasswordLinks)
  async mail({ email, tenantIds }: Request<typeof MailPasswordLinks>) {
    for (const { user } of this.holders(email))
      if (tenantIds.includes(user.tenantId) && user.status === 'active')
        this.mails.push({ user, secret: newToken() });
    return {};
  }

  @Answers(ReadPasswordLink)
  async read({ token }: Request<typeof ReadPasswordLink>) {
    return { user: this.mails.find(({ secret }) => secret === token)?.user ?? null };
  }

  @Answers(UsePasswordLink)
  async use({ token, password }: Request<typeof UsePasswordLink>) {
    const at = this.mails.findIndex(({ secret }) => secret === token);
    const user = this.mails[at]?.user;
    if (!user) throw new AppError('password_link_invalid');
    if (password.length < 12) throw new AppError('password_unfit');
    this.mails.splice(at, 1);
    const person = this.people.find((candidate) => candidate.user.userId === user.userId);
    if (person) person.password = password;
    return { user };
  }

  @Answers(ResolveIdentity)
  async resolve({ tenantId, identity }: Request<typeof ResolveIdentity>) {
    this.asked.push('resolve');
    return this.match(tenantId, identity);
  }

  @Answers(PreviewMatch)
  async preview({ tenantId, identity }: Request<typeof PreviewMatch>) {
    this.asked.push('preview');
    return this.match(tenantId, identity);
  }

  @Answers(StartMailboxProof)
  async startProof({ loginId, tenantId, identity }: Request<typeof StartMailboxProof>) {
    const user = this.holders(identity.email ?? '').find((person) => person.user.tenantId === tenantId)?.user;
    this.proofs.set(loginId, user);
    if (user) this.mails.push({ user, secret: '123456' });
    return {};
  }

  @Answers(FinishMailboxProof)
  async finishProof({ loginId, code }: Request<typeof FinishMailboxProof>) {
    this.asked.push('code');
    const user = this.proofs.get(loginId);
    if (!user || code !== '123456')
      return { outcome: 'refused' as const, code: 'mailbox_code_invalid' as const };
    this.proofs.delete(loginId);
    return { outcome: 'matched' as const, user };
  }

  @Answers(ListFactors)
  async listFactors({ userId }: Request<typeof ListFactors>) {
    const createdAt = new Date().toISOString();
    const kinds = kindsOf(this.person(userId));
    return { factors: kinds.map((kind) => ({ id: newId(), kind, name: kind, createdAt, lastUsedAt: null })) };
  }

  @Answers(BeginTotp)
  async beginTotp({ userId, enrolmentId }: Request<typeof BeginTotp>) {
    this.refuseSecond(userId);
    this.enrolments.set(enrolmentId, userId);
    const secret = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    return { secret, otpauthUri: `otpauth://totp/Portico:x?secret=${secret}` };
  }

  @Answers(FinishTotp)
  async finishTotp({ userId, enrolmentId, code }: Request<typeof FinishTotp>) {
    this.asked.push('first code');
    this.refuseSecond(userId);
    if (this.enrolments.get(enrolmentId) !== userId) throw new AppError('factor_step_expired');
    if (code !== FIRST_CODE) throw new AppError('factor_code_invalid');
    this.person(userId).code = 'used';
    return {};
  }

  @Answers(CheckTotp)
  async checkTotp({ userId, code }: Request<typeof CheckTotp>) {
    this.asked.push('factor');
    const person = this.person(userId);
    if (person.code !== code || code === 'used') throw new AppError('factor_code_invalid');
    person.code = 'used';
    return {};
  }

  @Answers(BeginPasskey)
  async beginPasskey({ userId, purpose }: Request<typeof BeginPasskey>) {
    if (purpose === 'make') this.refuseSecond(userId);
    const challengeId = newId();
    this.challenges.set(challengeId, `${purpose} ${userId}`);
    return { challengeId, options: { challenge: challengeId } };
  }

  @Answers(FinishPasskey)
  async finishPasskey({ userId, purpose, challengeId, answer }: Request<typeof FinishPasskey>) {
    const right = this.challenges.get(challengeId) === `${purpose} ${userId}`;
    this.challenges.delete(challengeId);
    if (!right || answer['id'] !== 'right') throw new AppError('passkey_invalid');
    if (purpose === 'make') this.refuseSecond(userId);
    this.person(userId).passkey = true;
    return { deviceBound: false };
  }

  private person(userId: string): Person {
    const person = this.people.find(({ user }) => user.userId === userId);
    if (!person) throw new AppError('not_found');
    return person;
  }

  private refuseSecond(userId: string): void {
    if (kindsOf(this.person(userId)).length > 0) throw new AppError('factor_set_up_already');
  }

  private match(tenantId: string, { email = '', emailTrust }: UpstreamIdentity) {
    if (emailTrust !== 'trusted')
      return { outcome: 'refused' as const, code: `email_${emailTrust}` as const };
    const known = this.holders(email).find(({ user }) => user.tenantId === tenantId);
    if (!known) return { outcome: 'refused' as const, code: 'user_unknown' as const };
    const { user } = known;
    if (user.status === 'active') return { outcome: 'matched' as const, user };
    return { outcome: 'refused' as const, code: 'user_deactivated' as const, userId: user.userId };
  }

  private holders(email: string): Person[] {
    return this.people.filter(({ user }) => user.email === email.toLowerCase());
  }
}

const kindsOf = ({ code, passkey }: Person): FactorKind[] => [
  ...(code === undefined ? [] : ['totp' as const]),
  ...(passkey ? ['passkey' as const] : []),
];

const newToken = (): string =>
  Buffer.from(newId() + newId())
    .toString('base64url')
    .slice(0, 43);
