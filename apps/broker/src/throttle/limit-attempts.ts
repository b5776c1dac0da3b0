import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { AppError } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Injectable, Logger } from '@nestjs/common';
import { Keys } from '../keys/keys.js';
import { AttemptStore } from './attempt.store.js';
import type { Door, Limit } from './limits.rules.js';
import { toNetwork } from './network.rules.js';
import { throttled } from './throttle-figures.js';
import { TooManyAttempts } from './too-many-attempts.js';

/** An attempt that has been counted. */
export interface Attempt {
  /** Does as if it had not been: it was right, and only wrong ones are to run out. */
  takeBack: () => Promise<void>;
}

/**
 * Counts an attempt at a door, for the network of the request and the e-mail address where the door has one.
 * Refuses `too_many_attempts`, and `try_again` where attempts cannot be counted: a broker whose
 * database is away signs nobody in either.
 */
@Injectable()
export class LimitAttempts {
  private readonly logger = new Logger(LimitAttempts.name);
  private readonly key: KeyObject;

  constructor(
    private readonly attempts: AttemptStore,
    keys: Keys,
  ) {
    this.key = createSecretKey(
      Buffer.from(hkdfSync('sha256', keys.cookies[0] ?? '', '', 'portico throttle', 32)),
    );
  }

  async run(ip: string | undefined, door: Door, email = ''): Promise<Attempt> {
    const keyOf = this.keysOf(toNetwork(ip), email);
    const waitMs = await this.count(door, keyOf);
    if (waitMs === 0) return { takeBack: async () => await this.takeBack(door, keyOf) };
    throttled.inc({ door });
    throw new TooManyAttempts(door, Math.ceil(waitMs / 1000));
  }

  private async count(door: Door, keyOf: (limit: Limit) => string): Promise<number> {
    try {
      return await this.attempts.add(door, keyOf);
    } catch (cause) {
      throw new AppError('try_again', { detail: 'attempts cannot be counted', cause });
    }
  }

  private async takeBack(door: Door, keyOf: (limit: Limit) => string): Promise<void> {
    try {
      await this.attempts.takeBack(door, keyOf);
    } catch (error) {
      this.logger.warn({ err: error }, 'an attempt stays counted');
    }
  }

  /** The table holds no address: not of a person, nor of a network. */
  private keysOf(network: string, email: string): (limit: Limit) => string {
    const address = readEmail(email)?.normal ?? email.trim().toLowerCase();
    const texts = { network, email: address, email_network: `${address} ${network}` };
    return ({ per }) => createHmac('sha256', this.key).update(`${per} ${texts[per]}`).digest('base64url');
  }
}
