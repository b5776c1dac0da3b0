import { Injectable } from '@nestjs/common';

/** A check passes by returning and fails by throwing. */
export type Check = () => Promise<void> | void;

/** What `/livez` and `/readyz` ask: parts of a service add their own checks. */
@Injectable()
export class HealthChecks {
  private readonly readiness = new Map<string, Check>();
  private readonly liveness = new Map<string, Check>();
  private stopping = false;

  /** Not ready while the check fails: no traffic, no restart. */
  add(name: string, check: Check): void {
    this.readiness.set(name, check);
  }

  /** Not live once the check fails: the process is beyond recovery and is to be restarted. */
  addLiveness(name: string, check: Check): void {
    this.liveness.set(name, check);
  }

  /** From now on not ready, whatever the checks say: the process is about to end. */
  stop(): void {
    this.stopping = true;
  }

  async live(): Promise<Record<string, string>> {
    return await failures(this.liveness);
  }

  async ready(): Promise<Record<string, string>> {
    return this.stopping ? { service: 'stopping' } : await failures(this.readiness);
  }
}

const failures = async (checks: Map<string, Check>): Promise<Record<string, string>> => {
  const outcomes = await Promise.all(
    [...checks].map(async ([name, check]) => {
      try {
        await check();
        return [];
      } catch {
        return [[name, 'not available'] as const];
      }
    }),
  );
  return Object.fromEntries(outcomes.flat());
};
