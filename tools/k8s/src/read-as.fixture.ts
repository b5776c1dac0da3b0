import { readEnvironment as readBroker } from '@portico/broker/env';
import { readServiceEnvironment as readDashboard } from '@portico/dashboard/env';
import { readServiceEnvironment as readIdentity } from '@portico/identity/env';
import { readServiceEnvironment as readSsoConfig } from '@portico/sso-config/env';

type Source = Record<string, string | undefined>;

/** What each service itself does with its environment at its start. */
const READERS: Record<string, (source: Source) => unknown> = {
  broker: readBroker,
  dashboard: readDashboard,
  identity: readIdentity,
  'sso-config': readSsoConfig,
};

/** The services that read an environment. */
export const SERVICES = Object.keys(READERS);

/** What a service says to an environment: its faults, and the variables that it asked for. */
export interface Reading {
  faults: string[];
  asked: Set<string>;
}

/** Lets a service read an environment as it does at its start. */
export const readAs = (service: string, environment: Source): Reading => {
  const asked = new Set<string>();
  const watched = new Proxy(environment, {
    get: (target, name: string) => {
      asked.add(name);
      return target[name];
    },
  });
  try {
    READERS[service]?.(watched);
    return { faults: [], asked };
  } catch (error) {
    return { faults: (error as Error).message.split('\n'), asked };
  }
};
