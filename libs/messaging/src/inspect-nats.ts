import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, type ServerInfo } from '@nats-io/transport-node';
import { durableName, FACTS_STREAM, PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { connectionOptions, type NatsOptions } from './connection-options.rules.js';
import { type NatsFault, readNatsFault } from './nats-fault.js';
import { OPERATOR } from './permissions.rules.js';

/** What somebody at NATS found there. */
export interface NatsFindings {
  /** Of the server, such as `2.12.1`; undefined where it let nobody in. */
  version?: string;
  fault?: NatsFault;
  /** Durables of Portico's own services that are not there. */
  missing: string[];
}

const TIMEOUT_MS = 4000;

/** Looks at NATS with the operator's key: is it there, has it JetStream, the stream, and every service's durables? */
export const inspectNats = async (options: NatsOptions): Promise<NatsFindings> =>
  await lookAs(OPERATOR, options, async (nats) => {
    const manager = await jetstreamManager(nats, { checkAPI: false, timeout: TIMEOUT_MS });
    await manager.streams.info(FACTS_STREAM);
    const there = new Set<string>();
    for await (const { name } of manager.consumers.list(FACTS_STREAM)) there.add(name);
    return durablesOfServices().filter((name) => !there.has(name));
  });

/** Looks at NATS as a service does: is it let in, and may it use its durables? */
export const inspectNatsAs = async (service: ServiceName, options: NatsOptions): Promise<NatsFindings> =>
  await lookAs(service, options, async (nats) => {
    const manager = await jetstreamManager(nats, { checkAPI: false, timeout: TIMEOUT_MS });
    for (const event of PARTICIPANTS[service].consumes)
      await manager.consumers.info(FACTS_STREAM, durableName(service, event));
    return [];
  });

const lookAs = async (
  participant: string,
  options: NatsOptions,
  look: (nats: NatsConnection) => Promise<string[]>,
  tries = 2,
): Promise<NatsFindings> => {
  let server: ServerInfo | undefined;
  try {
    const nats = await connect({
      ...connectionOptions(participant, options),
      reconnect: false,
      ignoreAuthErrorAbort: false,
      timeout: TIMEOUT_MS,
    });
    server = nats.info;
    try {
      return { version: server?.version, missing: await look(nats) };
    } finally {
      await nats.close();
    }
  } catch (error) {
    // A server under load hangs up on whoever takes two seconds to answer its challenge.
    if (isHungUp(error) && tries > 1) return await lookAs(participant, options, look, tries - 1);
    const fault = isHungUp(error) ? 'unreachable' : faultOf(error, server);
    if (!fault) throw error;
    return { version: server?.version, fault, missing: [] };
  }
};

const isHungUp = (error: unknown): boolean =>
  ['EPIPE', 'ECONNRESET'].includes(String((error as { code?: unknown }).code));

/** A server that let us in and answers nothing for JetStream has none, or none that is up. */
const faultOf = (error: unknown, server?: ServerInfo): NatsFault | undefined => {
  const fault = readNatsFault(error);
  // The client does not export the class that it throws where the whole server has no JetStream.
  if (error instanceof Error && error.name === 'JetStreamNotEnabled') return 'no_jetstream';
  return fault === 'unreachable' && server && server.jetstream !== true ? 'no_jetstream' : fault;
};

const durablesOfServices = (): string[] =>
  (Object.keys(PARTICIPANTS) as ServiceName[]).flatMap((service) =>
    PARTICIPANTS[service].consumes.map((event) => durableName(service, event)),
  );
