import { Agent } from 'node:http';
import { Application } from './application.ts';
import { signIn, type SignedIn } from './sign-in.ts';
import type { System } from './system.ts';

export interface LoadResult {
  logins: number;
  seconds: number;
  signedIn: SignedIn[];
  failures: string[];
}

/** Signs in again and again, with so many browsers at once; every login in a fresh one. */
export const runLoad = async (
  system: System,
  { browsers, logins }: { browsers: number; logins: number },
): Promise<LoadResult> => {
  const application = new Application(system);
  const agents = Array.from({ length: browsers }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const signedIn: SignedIn[] = [];
  const failures: string[] = [];
  let started = 0;
  const seat = async (agent: Agent): Promise<void> => {
    while (started < logins) {
      const email = system.emails[started % system.emails.length] ?? '';
      started += 1;
      try {
        signedIn.push(await signIn(system, application, agent, email));
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const began = performance.now();
  await Promise.all(agents.map(seat));
  const seconds = (performance.now() - began) / 1000;
  for (const agent of agents) agent.destroy();
  application.close();
  return { logins: signedIn.length, seconds, signedIn, failures };
};
