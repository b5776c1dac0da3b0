import type { Scope } from '@portico/contracts';
import type { Command } from 'commander';
import { AccessToken } from './access-token.js';
import { Api } from './api.js';
import { type Addresses, type Demo, readSettings } from './env.js';
import { EXIT, Failure } from './failure.js';
import { Terminal } from './terminal.js';

/** The options that every command has. */
export interface GlobalOptions {
  json?: true;
  demo?: true;
  portBase: string;
}

/** What a command works with: Portico's APIs, and the terminal. */
export class Portico extends Terminal {
  /** The application that the command acts for. */
  readonly applicationId: string;
  private readonly addresses: Addresses;
  private readonly token: AccessToken;

  /** `scopes`: all that the command needs; they are asked for at its first request. */
  constructor(command: Command, scopes: Scope[], env: NodeJS.ProcessEnv = process.env) {
    const options = command.optsWithGlobals<GlobalOptions>();
    super(options);
    const settings = readSettings(demoOf(options), env);
    this.applicationId = settings.clientId;
    this.addresses = settings.addresses;
    this.token = new AccessToken(settings, scopes);
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

  private at(service: 'ssoConfig' | 'identity', name: string): Api {
    if (!this.addresses[service]) throw new Failure(EXIT.misused, `${name} is not set.`);
    return new Api(this.addresses[service], this.token);
  }
}

/** The house of `npm start` that was asked for. */
export const demoOf = ({ demo, portBase }: GlobalOptions): Demo | undefined => {
  if (!/^\d+$/.test(portBase)) throw new Failure(EXIT.misused, '--port-base is a whole number.');
  return demo && { portBase: Number(portBase) };
};
