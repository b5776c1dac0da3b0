import type { Permissions } from './permissions.rules.js';

/** One key of the account. */
export interface NatsUser {
  name: string;
  /** The public half of its nkey, beginning with U. */
  publicKey: string;
  permissions: Permissions;
}

/** A NATS server with everything that Portico needs of it. */
export interface NatsServer {
  host: string;
  port: number;
  storeDir: string;
  monitorPort?: number;
}

/**
 * The configuration of a nats-server (2.9 or newer): JetStream, one account, a key for each participant with nothing
 * but its own subjects. Nobody gets in without a key, and nobody is in the system account.
 */
export const natsServerConfig = (server: NatsServer & { users: NatsUser[] }): string =>
  `${serverSettings(server)}\n${natsAccounts(server.users)}`;

/** The same with accounts in a file of their own: `accounts` is its path from where the configuration is. */
export const natsServerConfigWith = (server: NatsServer & { accounts: string }): string =>
  `${serverSettings(server)}\ninclude ${quote(server.accounts)}\n`;

const serverSettings = ({ host, port, storeDir, monitorPort }: NatsServer): string =>
  `# Generated from the table of participants. Do not edit.
host: ${quote(host)}
port: ${String(port)}
${monitorPort === undefined ? '' : `http: ${quote(`${host}:${String(monitorPort)}`)}\n`}
# A replica that vanished without a word stops being asked after 10 seconds.
ping_interval: "5s"
ping_max: 2

jetstream {
  store_dir: ${quote(storeDir)}
}
`;

/** The `accounts` block alone, for a server whose other settings are somebody else's; included by its own file. */
export const natsAccounts = (users: NatsUser[]): string => {
  // With accounts but no user in them the server would open its global account to everybody (CVE-2023-47090).
  if (users.length === 0) throw new TypeError('a NATS server needs at least one key');
  return `accounts {
  PORTICO {
    jetstream: enabled
    users: [
${users.map(toUser).join('\n')}
    ]
  }
}
`;
};

const toUser = ({
  name,
  publicKey,
  permissions,
}: NatsUser): string => `      # ${name.replace(/[^\w.-]/g, '')}
      {
        nkey: ${quote(publicKey)}
        permissions: {
          publish: ${toRule(permissions.publish)}
          subscribe: ${toRule(permissions.subscribe)}
${permissions.allowResponses ? '          allow_responses: { max: 1, expires: "1m" }\n' : ''}        }
      }`;

// An empty list of allowed subjects would allow all of them.
const toRule = (subjects: string[]): string =>
  subjects.length === 0 ? '{ deny: [">"] }' : `{ allow: [${subjects.map(quote).join(', ')}] }`;

const quote = (text: string): string => JSON.stringify(text);
