import type { Op } from './op.fixture.js';

/** How the suite counts a module, worst first; a page that it asks a screenshot of is for review. */
const OUTCOMES = ['failed', 'skipped', 'warning', 'review', 'passed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One condition of the suite, by its name there, and what came of it. */
export interface Condition {
  name: string;
  outcome: Exclude<Outcome, 'skipped'>;
  /** What was found instead; only where the condition does not hold. */
  found?: string;
}

/** A module of the suite: what it is, what it asks, and its checks. */
export interface ConformanceModule {
  /** The suite's own name of it. */
  name: string;
  /** What the suite sends and looks at. */
  checks: string;
  /** What Portico does. */
  portico: string;
  /** Why the outcome is neither passed nor review; the reason a module may have for that, and nothing else. */
  because?: string;
  /** Does the checks; conditions that do not hold are kept in the log, and only one without which nothing goes on throws. */
  run: (op: Op, log: ModuleLog) => Promise<void>;
}

export interface ConformancePlan {
  name: string;
  profile: string;
  modules: readonly ConformanceModule[];
}

/** The suite stops a module here: because a condition fails that the rest needs, or because there is nothing to test. */
class ModuleEnd extends Error {}

/** What the suite would write into its log while a module runs. */
export class ModuleLog {
  private readonly conditions: Condition[] = [];
  private skipped: string | undefined;

  /** A condition that fails the module. */
  must(name: string, holds: boolean, found?: string): void {
    this.add(name, holds ? 'passed' : 'failed', found);
  }

  /** A condition that only warns. */
  should(name: string, holds: boolean, found?: string): void {
    this.add(name, holds ? 'passed' : 'warning', found);
  }

  /** A condition without which the module cannot go on. */
  need<T>(name: string, value: T | undefined | null | false | '', found?: string): T {
    const isThere = value !== undefined && value !== null && value !== false && value !== '';
    this.must(name, isThere, found);
    if (!isThere) throw new ModuleEnd(name);
    return value;
  }

  /** A page that the suite wants to see: it names the reason that it shows. */
  page(name: string, reason: string | undefined, expected: string): void {
    if (reason === expected) this.add(name, 'review');
    else this.add(name, 'failed', reason ?? 'no such page');
  }

  /** Ends the module as the suite does where the provider does not offer what it would test. */
  skip(why: string): never {
    this.skipped = why;
    throw new ModuleEnd(why);
  }

  get outcome(): Outcome {
    const seen = new Set<Outcome>(this.conditions.map(({ outcome }) => outcome));
    if (this.skipped !== undefined) seen.add('skipped');
    return OUTCOMES.find((outcome) => seen.has(outcome)) ?? 'failed';
  }

  /** Each condition once, with the worst that came of it, in the order of the first time. */
  get seen(): Condition[] {
    const worst = new Map<string, Condition>();
    for (const condition of this.conditions) {
      const before = worst.get(condition.name);
      if (!before || OUTCOMES.indexOf(condition.outcome) < OUTCOMES.indexOf(before.outcome))
        worst.set(condition.name, condition);
    }
    return [...worst.values()];
  }

  get skippedBecause(): string | undefined {
    return this.skipped;
  }

  private add(name: string, outcome: Condition['outcome'], found?: string): void {
    const isMet = outcome === 'passed' || outcome === 'review';
    this.conditions.push({ name, outcome, ...(!isMet && found !== undefined && { found }) });
  }
}

/** Runs a module to its end and says what the suite would. */
export const runModule = async (module: ConformanceModule, op: Op): Promise<ModuleLog> => {
  const log = new ModuleLog();
  await module.run(op, log).catch((error: unknown) => {
    if (!(error instanceof ModuleEnd)) throw error;
  });
  return log;
};
