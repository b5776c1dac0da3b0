import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { HealthChecks } from '@portico/service-kit';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { showConnection } from './figures.js';
import { connectionOptions, type NatsOptions } from './connection-options.rules.js';

export const SERVICE = Symbol('the name of the service');
export const NATS_OPTIONS = Symbol('the address and key of the service at NATS');

/** The service's one connection to NATS. It opens in the background and stays until the service ends. */
@Injectable()
export class Connection {
  private readonly logger = new Logger(Connection.name);
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly stopping = new AbortController();
  private nats: NatsConnection | undefined;
  private isUp = false;
  /** A plain set: each question listens for a moment, and signals with listeners are dear. */
  private readonly interested = new Set<() => void>();

  constructor(
    @Inject(SERVICE) private readonly participant: string,
    @Inject(NATS_OPTIONS) private readonly options: NatsOptions,
    health: HealthChecks,
  ) {
    health.add('nats', () => {
      if (!this.connected) throw new Error('not connected to NATS');
    });
    showConnection(() => this.connected);
    health.addLiveness('nats', () => {
      if (this.nats?.isClosed() && !this.stopping.signal.aborted) throw new Error('NATS is closed for good');
    });
  }

  get connected(): boolean {
    return this.isUp;
  }

  /** The connection while it is up. */
  get current(): NatsConnection | undefined {
    return this.isUp ? this.nats : undefined;
  }

  /** Acts when the present link breaks; at once where there is none. Gives what takes that back. */
  whenBroken(act: () => void): () => void {
    if (!this.connected) act();
    else this.interested.add(act);
    return () => this.interested.delete(act);
  }

  onModuleInit(): void {
    void this.open();
  }

  /** The connection, as soon as it is up; rejects once `signal` aborts or the service ends. */
  async ready(signal?: AbortSignal): Promise<NatsConnection> {
    const given = signal ? AbortSignal.any([signal, this.stopping.signal]) : this.stopping.signal;
    given.throwIfAborted();
    if (!this.connected || !this.nats) await once(this.changes, 'up', { signal: given });
    return this.nats as NatsConnection;
  }

  /** Sends what is on its way and closes; waits five seconds at most. */
  async close(): Promise<void> {
    this.stopping.abort();
    if (!this.nats || this.nats.isClosed()) return;
    const closing = this.connected ? this.nats.drain() : this.nats.close();
    await Promise.race([closing.catch(() => undefined), sleep(5000, undefined, { ref: false })]);
  }

  // Not `waitOnFirstConnect`: that loop is silent about its reason and cannot be ended.
  private async open(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const nats = await connect(connectionOptions(this.participant, this.options));
        await this.watch(nats);
        return;
      } catch (error) {
        this.logger.warn({ err: error }, 'NATS cannot be reached');
        await sleep(500 + Math.random() * 500, undefined, { ref: false });
      }
    }
  }

  private async watch(nats: NatsConnection): Promise<void> {
    this.nats = nats;
    if (this.stopping.signal.aborted) await nats.close();
    else this.up();
    for await (const status of nats.status()) {
      if (status.type === 'reconnect') this.up();
      if (status.type === 'disconnect') this.down('disconnected from NATS');
      if (status.type === 'error') this.logger.error({ err: status.error }, 'NATS reports an error');
    }
    this.down('the connection to NATS is closed');
  }

  private up(): void {
    this.isUp = true;
    this.logger.log(`connected to NATS at ${this.nats?.getServer() ?? ''}`);
    this.changes.emit('up');
  }

  private down(message: string): void {
    if (this.connected && !this.stopping.signal.aborted) this.logger.warn(message);
    this.isUp = false;
    const interested = [...this.interested];
    this.interested.clear();
    for (const act of interested) act();
  }
}
