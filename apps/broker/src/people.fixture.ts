import {
  AppError,
  CheckPassword,
  FindLapsed,
  FinishMailboxProof,
  GetUser,
  LookupEmail,
  MailPasswordLinks,
  ReadPasswordLink,
  ResolveIdentity,
  StartMailboxProof,
  UsePasswordLink,
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
}

/** What identity would have mailed. */
export interface Mail {
  user: UserSnapshot;
  secret: string;
}

/** Identity as its contracts have it, in memory: the answering side of the broker's questions. */
@Controller()
export class PeopleResponder {
  readonly people: Person[] = [];
  readonly mails: Mail[] = [];
  /** Every question about a password or a code, to see what was asked for at all. */
  readonly asked: string[] = [];
  /** Released identities: a user's id and a connection's, with a blank between. */
  readonly released = new Set<string>();
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
    return { users: right.map(({ user }) => user), factors: [] };
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
  async resolve({ identity }: Request<typeof ResolveIdentity>) {
    if (identity.emailTrust !== 'trusted')
      return { outcome: 'refused' as const, code: 'email_unverified' as const };
    return { outcome: 'refused' as const, code: 'user_unknown' as const };
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

  private holders(email: string): Person[] {
    return this.people.filter(({ user }) => user.email === email.toLowerCase());
  }
}

const newToken = (): string =>
  Buffer.from(newId() + newId())
    .toString('base64url')
    .slice(0, 43);
