import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyDirectory, type NatsKeyOwner } from '@portico/deployment';
import { type NatsFault, type NatsOptions, readNatsFault } from '@portico/messaging';
import type { Command } from 'commander';
import { EXIT, Failure } from './failure.js';
import { DIRECTORY } from './key-place.js';
import { demoOf, type GlobalOptions } from './portico.js';
import { ROOT } from './root.js';

/** The options of commands that work with a deployment's keys and with NATS. */
export interface PlaceOptions extends GlobalOptions {
  directory?: string;
  natsUrl?: string;
}

/** Adds the options of a place to a command. */
export const addPlaceOptions = (command: Command): Command =>
  command
    .option('--directory <path>', `the deployment's directory of keys (${DIRECTORY} unless said)`)
    .option('--nats-url <url>', 'where NATS is, instead of NATS_URL');

/** A deployment as its operator reaches it: its keys, and its NATS. */
export class DeploymentPlace {
  readonly directory: KeyDirectory;
  /** The state folder of the house of `npm start`, where that was asked for. */
  readonly house?: string;
  private readonly url?: string;

  /** Throws a `Failure` where there are no keys of a deployment. */
  constructor(options: PlaceOptions, env: NodeJS.ProcessEnv = process.env) {
    const demo = demoOf(options);
    this.house = demo && join(ROOT, '.portico', String(demo.portBase));
    this.directory = new KeyDirectory(
      this.house ? join(this.house, 'keys') : (options.directory ?? DIRECTORY),
    );
    this.url = options.natsUrl ?? (demo ? `nats://127.0.0.1:${String(demo.portBase + 11)}` : env['NATS_URL']);
    if (existsSync(this.directory.natsSeed('migration'))) return;
    throw new Failure(
      EXIT.misused,
      demo
        ? `No house of npm start has been at port ${String(demo.portBase)}: start one first.`
        : `${this.directory.path} holds no keys of a deployment: name another --directory, or make them with portico bootstrap keys.`,
    );
  }

  get natsUrl(): string {
    if (this.url) return this.url;
    throw new Failure(EXIT.misused, 'NATS_URL is not set: set it, or say --nats-url.');
  }

  /** How Portico's own participant connects. */
  as(owner: NatsKeyOwner): NatsOptions {
    return this.with(this.directory.natsSeed(owner));
  }

  /** How whoever has the seed in this file connects. */
  with(seedFile: string): NatsOptions {
    try {
      return { url: this.natsUrl, nkeySeed: readFileSync(seedFile, 'utf8') };
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(EXIT.misused, `${seedFile} cannot be read.`);
    }
  }

  /** Does something at NATS; what a person can mend is thrown as a `Failure` that says how. */
  async atNats<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const fault = readNatsFault(error);
      if (!fault) throw error;
      throw new Failure(fault === 'unreachable' ? EXIT.unreachable : EXIT.refused, this.sentence(fault));
    }
  }

  private sentence(fault: NatsFault): string {
    const sentences: Record<NatsFault, string> = {
      unreachable: `NATS cannot be reached at ${this.natsUrl}.`,
      key_refused: `NATS at ${this.natsUrl} does not know this key: let it take over ${this.directory.natsAccounts} by a reload.`,
      not_permitted: `NATS permits this key something else: let it take over ${this.directory.natsAccounts} by a reload.`,
      no_stream: 'NATS has no stream of Portico yet: run portico migrate first.',
      no_jetstream: `NATS at ${this.natsUrl} answers nothing for JetStream: it must run with it, and with these accounts.`,
    };
    return sentences[fault];
  }
}
