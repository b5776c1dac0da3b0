import { randomBytes } from 'node:crypto';
import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import argon2 from 'argon2';
import { normalPassword } from './password.rules.js';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane; about 25 ms of a core. */
const COST = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Node has four threads for such work; files and name look-ups need one. */
const AT_ONCE = 3;
const MOST_WAITING = 100;

/** Hashes and compares passwords, a few at a time; with too many waiting it refuses with `try_again`. */
@Injectable()
export class Argon2 {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private stranger: Promise<string> | undefined;

  async hash(password: string): Promise<string> {
    return await this.inTurn(() => argon2.hash(normalPassword(password), COST));
  }

  /** Whether the password is the one of the hash; without a hash it takes as long and is wrong. */
  async verify(hash: string | null, password: string): Promise<boolean> {
    this.stranger ??= argon2.hash(randomBytes(32), COST);
    const compared = hash ?? (await this.stranger);
    const right = await this.inTurn(() => argon2.verify(compared, normalPassword(password)));
    return right && hash !== null;
  }

  // The first unknown address must not take the time of two.
  async onModuleInit(): Promise<void> {
    await this.verify(null, '');
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < AT_ONCE) this.running += 1;
    else if (this.waiting.length < MOST_WAITING) await new Promise<void>((go) => this.waiting.push(go));
    else throw new AppError('try_again', { detail: 'too many passwords are being checked' });
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
