import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { check } from './checker.js';
import { kill, restart } from './disturb.js';
import { house } from './house.js';
import { isSignedIn } from './http-browser.js';
import { WatchedBrowser } from './watched-browser.js';

const LOGINS = 50;
const KILLS = 8;
const AT_ONCE = 2;
/** About as long as a login takes here, so that kills fall on every step of it. */
const LOGIN_MS = 700;

jest.setTimeout(600_000);

const email = 'agent@acme.example';
const secrets = new Set<string>();

/** One person: signs in, and after a refusal or a broken connection tries anew. Gives how often it took. */
const signIn = async (): Promise<number> => {
  for (let tries = 1; tries <= 20; tries += 1) {
    const page = await new WatchedBrowser(secrets).signInWithSso({ house, email }).catch(() => undefined);
    if (page && isSignedIn(page)) return tries;
    await wait(300);
  }
  throw new Error('twenty tries and not signed in');
};

/** Kills and restarts a service at random moments until told to stop. */
const disturb = async (
  service: 'broker' | 'identity' | 'sso-config',
  course: { done: boolean; kills: number },
): Promise<void> => {
  while (!course.done) {
    await wait(Math.random() * LOGIN_MS);
    await kill(house, service);
    await restart(house, service);
    course.kills += 1;
  }
};

describe('F01 F02 F03 SIGKILL at random moments of many logins', () => {
  it.each(['broker', 'identity', 'sso-config'] as const)(
    `of every %s: ${LOGINS} people get in by trying again, and every login has its event once`,
    async (service) => {
      const course = { done: false, kills: 0 };
      const disturbing = disturb(service, course);
      const tries: number[] = [];
      // A service that nobody misses is killed as often all the same.
      const people = Array.from({ length: AT_ONCE }, async () => {
        while (tries.length < LOGINS || course.kills < KILLS) tries.push(await signIn());
      });
      await Promise.all(people).finally(() => (course.done = true));
      await disturbing;
      const total = tries.reduce((sum, count) => sum + count, 0);
      process.stdout.write(`${service}: ${tries.length} logins, ${total} tries, ${course.kills} kills\n`);
      expect(tries.length).toBeGreaterThanOrEqual(LOGINS);
      expect(await check(house, secrets)).toEqual([]);
    },
  );
});
