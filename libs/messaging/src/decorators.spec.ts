import { LookupEmail, SsoConfigChanged, type Fact, type UserSnapshot } from '@portico/contracts';
import type { EntityManager } from 'typeorm';
import { Answers, OnEvent } from './decorators.js';

// The compiler is the test: every line that it should refuse says so.
class Doors {
  @OnEvent(SsoConfigChanged)
  async fits(fact: Fact<typeof SsoConfigChanged>, tx: EntityManager): Promise<void> {
    await Promise.resolve([fact.data.version, tx]);
  }

  @OnEvent(SsoConfigChanged)
  async needsNoTransaction(fact: Fact<typeof SsoConfigChanged>): Promise<void> {
    await Promise.resolve(fact);
  }

  // @ts-expect-error the fact has no such member
  @OnEvent(SsoConfigChanged)
  async otherFact(fact: { data: { userId: string } }): Promise<void> {
    await Promise.resolve(fact);
  }

  @Answers(LookupEmail)
  async answers({ email }: { email: string }): Promise<{ users: UserSnapshot[] }> {
    return await Promise.resolve({ users: email ? [] : [] });
  }

  // @ts-expect-error the reply lacks what the contract promises
  @Answers(LookupEmail)
  async otherReply(): Promise<{ user: null }> {
    return await Promise.resolve({ user: null });
  }

  // @ts-expect-error the request has no such member
  @Answers(LookupEmail)
  async otherRequest(request: { userId: string }): Promise<{ users: UserSnapshot[] }> {
    return await Promise.resolve({ users: request.userId ? [] : [] });
  }
}

describe('doors', () => {
  it('are methods whose signature fits the contract', () => {
    expect(Doors.name).toBe('Doors');
  });
});
