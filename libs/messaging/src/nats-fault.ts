import { setTimeout as sleep } from 'node:timers/promises';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { connect, errors } from '@nats-io/transport-node';
import { connectionOptions, type NatsOptions } from './connection-options.rules.js';

/** Why NATS did not do what it was asked, as far as a person can mend it. */
export type NatsFault = 'unreachable' | 'key_refused' | 'not_permitted' | 'no_stream' | 'no_jetstream';

const CONNECTION_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
];

/** What an error of the NATS client means; undefined where it is none that a person can mend. */
export const readNatsFault = (error: unknown): NatsFault | undefined => {
  if (error instanceof errors.PermissionViolationError) return 'not_permitted';
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError)
    return 'key_refused';
  if (error instanceof JetStreamApiError) return streamFault(error);
  if (error instanceof errors.NoRespondersError) return 'no_jetstream';
  if (error instanceof errors.ConnectionError || error instanceof errors.TimeoutError) return 'unreachable';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (CONNECTION_CODES.includes(String(code))) return 'unreachable';
  return cause === undefined ? undefined : readNatsFault(cause);
};

const streamFault = ({ code }: JetStreamApiError): NatsFault | undefined => {
  if (code === JetStreamApiCodes.StreamNotFound) return 'no_stream';
  return code === JetStreamApiCodes.JetStreamNotEnabledForAccount ? 'no_jetstream' : undefined;
};

/** Whether NATS lets a participant in with its key, tried for so long. Throws where it cannot be reached. */
export const isAdmitted = async (
  participant: string,
  options: NatsOptions,
  patienceMs = 0,
): Promise<boolean> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      await (await connect({ ...connectionOptions(participant, options), reconnect: false })).close();
      return true;
    } catch (error) {
      if (readNatsFault(error) !== 'key_refused') throw error;
      if (performance.now() >= end) return false;
      await sleep(100);
    }
  }
};
