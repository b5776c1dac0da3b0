import { createInterface } from 'node:readline/promises';
import type { Scope } from '@portico/contracts';
import type { Command } from 'commander';
import { AccessToken } from './access-token.js';
import { Api } from './api.js';
import { type Addresses, type Demo, readSettings } from './env.js';
import { EXIT, Failure } from './failure.js';

/** The options that every command has. */
export interface GlobalOptions {
  json?: true;
  demo?: true;
  portBase: string;
}

/** What a command works with: Portico's APIs, and the terminal. */
export class Portico {
  /** The application that the command acts for. */
  readonly applicationId: string;
  private readonly addresses: Addresses;
  private readonly token: AccessToken;
  private readonly json: boolean;

  /** `scopes`: all that the command needs; they are asked for at its first request. */
  constructor(command: Command, scopes: Scope[]) {
    const options = command.optsWithGlobals<GlobalOptions>();
    const settings = readSettings(demoOf(options));
    this.applicationId = settings.clientId;
    this.addresses = settings.addresses;
    this.token = new AccessToken(settings, scopes);
    this.json = options.json ?? false;
  }

  get broker(): Api {
    return new Api(this.addresses.broker, this.token);
  }

  get ssoConfig(): Api {
    return this.at('ssoConfig', 'PORTICO_SSO_CONFIG_URL');
  }

  get identity(): Api {
    return this.at('identity', 'PORTICO_IDENTITY_URL');
  }

  /** The one result of the command, on stdout: as JSON if that was asked for, else as these lines. */
  show(result: unknown, lines: () => string[]): void {
    const text = this.json ? JSON.stringify(result, null, 2) : lines().join('\n');
    if (text) process.stdout.write(`${text}\n`);
  }

  /** What long work has come to, on stderr. */
  tell(progress: string): void {
    process.stderr.write(`${progress}\n`);
  }

  /** Goes on where the person at the terminal says yes; a `Failure` otherwise, and where there is nobody to ask. */
  async checkWanted(question: string): Promise<void> {
    if (!process.stdin.isTTY)
      throw new Failure(EXIT.misused, 'There is no terminal to ask at: say --yes to go on without.');
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${question} [y/N] `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new Failure(EXIT.refused, 'Nothing has been changed.');
  }

  private at(service: 'ssoConfig' | 'identity', name: string): Api {
    if (!this.addresses[service]) throw new Failure(EXIT.misused, `${name} is not set.`);
    return new Api(this.addresses[service], this.token);
  }
}

const demoOf = ({ demo, portBase }: GlobalOptions): Demo | undefined => {
  if (!/^\d+$/.test(portBase)) throw new Failure(EXIT.misused, '--port-base is a whole number.');
  return demo && { portBase: Number(portBase) };
};
