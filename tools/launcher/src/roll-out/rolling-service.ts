import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '../ports.ts';
import type { ManagedPlan } from './rolling-house.ts';
import type { ProcessGroup } from '../process-group.ts';
import { startProxy } from '../random-proxy.ts';
import type { OldReplica, Rolled } from './launcher-of.ts';

/** How often a load balancer looks whether a replica is ready. */
const LOOK_EVERY_MS = 500;

/** One replica of a roll-out and the release that it runs. */
export interface RunningReplica extends OldReplica {
  release: Release;
}

export type Release = 'before' | 'today';

/** What the replacement of one replica came to. */
export interface Replacement {
  service: Rolled;
  gone: string;
  come: string;
  release: Release;
  /** From the start of the new replica until it was ready. */
  startedMs: number;
  /** From SIGTERM to the end of the process. */
  stoppedMs: number;
  /** How it ended: `exit code 0`, or a signal. */
  outcome: string;
  from: number;
  until: number;
}

/** The replicas of one service behind one address, which a balancer takes up and drops by their readiness alone. */
export class RollingService {
  readonly replicas: RunningReplica[] = [];
  /** Where requests go. */
  private readonly targets: number[] = [];
  private started = 0;
  private proxy?: Server;
  /** How often a replica was sent a request and did not listen any more. */
  refused = 0;

  readonly name: Rolled;
  private readonly group: ProcessGroup;
  private readonly planFor: ManagedPlan;

  constructor(name: Rolled, group: ProcessGroup, planFor: ManagedPlan) {
    this.name = name;
    this.group = group;
    this.planFor = planFor;
  }

  /** Begins to listen at the address that browsers know. */
  async listen(port: number): Promise<void> {
    this.proxy = await startProxy(port, this.targets, {
      onRefused: () => (this.refused += 1),
      nameOf: (target) => this.replicas.find((replica) => replica.port === target)?.release ?? 'gone',
    });
  }

  /** Starts one more replica; it gets requests once it is ready. */
  async add(release: Release): Promise<RunningReplica> {
    const [port = 0, managementPort = 0] = await freePorts(2);
    this.started += 1;
    const replica = { name: `${this.name}-${this.started}`, port, managementPort, proxied: true, release };
    await this.group.start(this.planFor(this.name, replica));
    this.replicas.push(replica);
    this.targets.push(port);
    return replica;
  }

  /** As an orchestrator does: a new replica first, and SIGTERM to an old one once that is ready. */
  async replace(gone: RunningReplica, release: Release): Promise<Replacement> {
    const from = Date.now();
    const come = await this.add(release);
    const ready = Date.now();
    const ending = this.group.stop(gone.name);
    await this.drop(gone);
    await ending;
    const until = Date.now();
    const outcome = this.group.outcomeOf(gone.name) ?? 'still there';
    const times = { startedMs: ready - from, stoppedMs: until - ready, from, until };
    return { service: this.name, gone: gone.name, come: come.name, release, outcome, ...times };
  }

  close(): void {
    this.proxy?.close();
    this.proxy?.closeAllConnections();
  }

  /** Requests go on coming until the balancer has looked and found it not ready. */
  private async drop(replica: RunningReplica): Promise<void> {
    do await wait(LOOK_EVERY_MS);
    while (await isReady(replica));
    this.replicas.splice(this.replicas.indexOf(replica), 1);
    this.targets.splice(this.targets.indexOf(replica.port), 1);
  }
}

const isReady = async ({ managementPort }: OldReplica): Promise<boolean> => {
  try {
    const { ok, body } = await fetch(`http://localhost:${managementPort}/readyz`);
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
};
