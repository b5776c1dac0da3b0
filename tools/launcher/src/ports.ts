import { createServer, type Server } from 'node:net';
import { DEFAULT_PORT_BASE } from './options.ts';
import { Refusal } from './refusal.ts';

const SERVICES = ['dashboard', 'broker', 'ssoConfig', 'identity', 'phone', 'simulator'] as const;
/** The other examples, which a person starts beside the house. */
const EXAMPLES = ['callsApi', 'serverRendered', 'singlePage'] as const;
const SERVERS = ['postgres', 'nats', 'dns'] as const;

/** A process of the house that people and browsers reach. */
export type ServicePlace = (typeof SERVICES)[number];

/** Everything that people and browsers reach. */
export type Place = ServicePlace | (typeof EXAMPLES)[number];

/** Where everything listens. */
export interface PortPlan extends Record<Place | (typeof SERVERS)[number], number> {
  /** Health and metrics of each process. */
  management: Record<ServicePlace, number>;
}

/** The plan of `npm start`: base + 0…5 for services, 6000 more for their management, base + 6…8 for examples, base + 10 to + 12 for servers. */
export const portPlan = (base: number): PortPlan => {
  const services = SERVICES.map((place, index) => [place, base + index] as const);
  const examples = EXAMPLES.map((place, index) => [place, base + SERVICES.length + index] as const);
  return {
    ...(Object.fromEntries([...services, ...examples]) as Record<Place, number>),
    postgres: base + 10,
    nats: base + 11,
    dns: base + 12,
    management: Object.fromEntries(services.map(([place, port]) => [place, port + 6000])) as Record<
      ServicePlace,
      number
    >,
  };
};

/** A plan of ports that are free now, for tests. */
export const freePortPlan = async (): Promise<PortPlan> => {
  const ports = await freePorts(SERVICES.length * 2 + EXAMPLES.length + SERVERS.length);
  const take = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
    Object.fromEntries(names.map((name) => [name, ports.pop() ?? 0])) as Record<Name, number>;
  return { ...take(SERVICES), ...take(EXAMPLES), ...take(SERVERS), management: take(SERVICES) };
};

/** Ports that nobody listens on; all are held open together, so that no two are the same. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map(close));
  return ports;
};

/** Ports that browsers do not connect to, from 1024 on (Fetch Standard §2.9, "bad port"). */
const REFUSED_BY_BROWSERS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

/** Throws `Refusal` that names the first port of the plan that is of no use, because something listens there already. */
export const checkPorts = async (ports: number[]): Promise<void> => {
  for (const port of ports) {
    if (REFUSED_BY_BROWSERS.includes(port)) {
      throw new Refusal(`Browsers do not connect to port ${port}; choose another --port-base.`);
    }
    if (await isFree(port)) continue;
    const other =
      port < DEFAULT_PORT_BASE + 1000 || port > 9000 ? DEFAULT_PORT_BASE + 1000 : DEFAULT_PORT_BASE + 2000;
    throw new Refusal(`Port ${port} is taken; stop what uses it or run npm start -- --port-base ${other}.`);
  }
};

/** Every port of a plan. */
export const allPorts = ({ management, ...ports }: PortPlan): number[] => [
  ...Object.values(ports),
  ...Object.values(management),
];

/** Asked on both kinds of address: some systems let a second listener in beside one on 127.0.0.1. */
const isFree = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '::']) {
    try {
      await close(await listen(port, host));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    }
  }
  return true;
};

const listen = (port: number, host = '127.0.0.1'): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, host, () => resolve(server));
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
