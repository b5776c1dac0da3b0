import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@portico/launcher';
import { parse } from 'yaml';
import { interpolateAll } from './interpolate.ts';

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** A service of docker-compose.yml, as far as it is looked at here. */
export interface ComposeService {
  image: string;
  build?: { context: string; args?: Record<string, string> };
  command?: string[];
  entrypoint?: string[];
  /** Null where the caller's own variable is handed on, or nothing. */
  environment?: Record<string, string | null>;
  depends_on?: Record<string, { condition: Condition }>;
  healthcheck?: { test: string[] };
  ports?: string[];
  volumes?: string[];
  profiles?: string[];
  restart?: string;
  user?: string;
  network_mode?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
}

export interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

export const COMPOSE_FILE = join(ROOT, 'docker-compose.yml');

/** docker-compose.yml with the values of these variables, as Compose would read it. */
export const readCompose = (variables: Readonly<Record<string, string | undefined>>): Compose => {
  const document: unknown = parse(readFileSync(COMPOSE_FILE, 'utf8'), { merge: true });
  return interpolateAll(document, variables) as Compose;
};

/** The variables of an `--env-file`. */
export const readEnvFile = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => /^(\w+)=(.*)$/.exec(line))
      .filter((found) => found !== null)
      .map(([, name = '', value = '']) => [name, value]),
  );

/** The environment of a service: what nobody has set is left out. */
export const environmentOf = (
  { environment = {} }: ComposeService,
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const set = value ?? variables[name];
      return set === undefined ? [] : [[name, set] as const];
    }),
  );

/** Services in an order in which each comes after what it depends on, of these. Throws where there is none. */
export const inOrder = (services: Readonly<Record<string, ComposeService>>): string[] => {
  const order: string[] = [];
  const visit = (name: string, path: string[]): void => {
    if (order.includes(name)) return;
    if (path.includes(name)) throw new Error(`in a circle: ${[...path, name].join(' → ')}`);
    const { depends_on = {} } = services[name] ?? {};
    for (const before of Object.keys(depends_on).filter((needed) => needed in services))
      visit(before, [...path, name]);
    order.push(name);
  };
  for (const name of Object.keys(services)) visit(name, []);
  return order;
};
