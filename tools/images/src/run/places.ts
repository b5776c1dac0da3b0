import { checkPorts, Refusal } from '@portico/launcher';

/** Where in a folder everything is that has a fixed place in a container. */
export interface Places {
  /** In the place of `/run/portico`, where volumes are mounted. */
  run: string;
  /** The port of this machine for a port of a container. */
  port: (inside: number) => number;
}

const OWN_PORTS = [3000, 3001, 3002, 3003, 3004, 3005, 3009];
const MANAGEMENT_DISTANCE = 6000;
const TRIES = 50;

/**
 * Ports of this machine in the same order as those of the containers: the management port stays 6000 above. Throws
 * `Refusal` where there is no room.
 */
export const findPorts = async (servers: Readonly<Record<number, number>>): Promise<Places['port']> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const of = (inside: number): number => base + inside - 3000;
    const all = OWN_PORTS.flatMap((port) => [of(port), of(port) + MANAGEMENT_DISTANCE]);
    const isFree = await checkPorts(all).then(
      () => true,
      () => false,
    );
    if (isFree) return (inside) => servers[inside] ?? of(inside);
  }
  throw new Refusal('There is no room for the services on this machine: too many ports are taken.');
};

const ADDRESS = /\b(localhost|127\.0\.0\.1|postgres|nats|sso-config|identity|broker):(\d{4})\b/g;

/** Makes of a setting for a container the same for a process of this machine. */
export const relocate = (text: string, { run, port }: Places): string =>
  text.replaceAll('/run/portico', run).replace(ADDRESS, (_all, host: string, inside: string) => {
    const near = host === 'localhost' ? host : '127.0.0.1';
    return `${near}:${String(port(Number(inside)))}`;
  });
