import { join } from 'node:path';
import { BrokerEnvironment } from '@portico/broker/env';
import { Environment as DashboardEnvironment } from '@portico/dashboard/env';
import { Environment as IdentityEnvironment } from '@portico/identity/env';
import { MigrationEnvironment, ServiceEnvironment } from '@portico/service-kit';
import { Environment as SsoConfigEnvironment } from '@portico/sso-config/env';
import { z } from 'zod';
import { readVariableComments } from './environment-comments.ts';
import { cell, typeText, type Schema } from './site/schema-text.ts';

type Shape = Record<string, z.ZodType>;

/** Who reads an environment: the schema that it is held against, and where that is written. */
interface Reader {
  title: string;
  shape: Shape;
  source: string;
}

const COMMON = 'libs/service-kit/src/environment.ts';

const READERS: Reader[] = [
  { title: 'sso-config', shape: SsoConfigEnvironment.shape, source: 'apps/sso-config/src/env.ts' },
  { title: 'identity', shape: IdentityEnvironment.shape, source: 'apps/identity/src/env.ts' },
  { title: 'broker', shape: BrokerEnvironment.shape, source: 'apps/broker/src/env.ts' },
  { title: 'dashboard', shape: DashboardEnvironment.shape, source: 'apps/dashboard/src/env.ts' },
  { title: 'Migration of a service', shape: MigrationEnvironment.shape, source: COMMON },
];

/** Values that nobody but the process may read. */
const SECRETS = new Set([
  'DATABASE_URL',
  'PORTICO_MIGRATION_DATABASE_URL',
  'PORTICO_CLIENT_SECRET',
  'PORTICO_COOKIE_KEYS',
  'PORTICO_GOOGLE_CLIENT_SECRET',
  'SMTP_URL',
]);

/** A variable of an environment. */
export interface Variable {
  name: string;
  takes: string;
  /** What counts where it is not set; undefined where it must be. */
  fallback: string | undefined;
  meaning: string;
  isSecret: boolean;
}

const takesOf = (name: string, schema: z.ZodType): string => {
  if (name.endsWith('_FILE')) return 'path';
  if (name.endsWith('_URL')) return 'URL';
  const taken = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const isNumber = taken.type === 'integer' || taken.type === 'number';
  return isNumber || taken.enum ? typeText(taken) : 'text';
};

const fallbackOf = (schema: z.ZodType): string | undefined => {
  const { success, data } = schema.safeParse(undefined);
  if (!success) return undefined;
  return data === undefined || (Array.isArray(data) && data.length === 0) ? 'nothing' : `\`${JSON.stringify(data).replaceAll('"', '')}\``;
};

/** Every variable of a reader, as its schema and the comments in its file say. */
const variablesOf = (root: string, { shape, source }: Reader): Variable[] => {
  const isOwn = (schema: string): boolean => (source === COMMON) === schema.startsWith('Migration');
  const comments = [source, COMMON]
    .flatMap((path) => readVariableComments(join(root, path)))
    .filter(({ schema, comment }) => isOwn(schema) && comment !== '');
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    takes: takesOf(name, schema),
    fallback: fallbackOf(schema),
    meaning: comments.find((comment) => comment.name === name)?.comment ?? '',
    isSecret: SECRETS.has(name),
  }));
};

/** The environments by their readers. */
export const readConfiguration = (root: string): { title: string; variables: Variable[] }[] =>
  READERS.map((reader) => ({ title: reader.title, variables: variablesOf(root, reader) }));

const row = ({ name, takes, fallback, meaning, isSecret }: Variable): string =>
  `| \`${name}\` | ${cell(takes)} | ${fallback ?? '**required**'} | ${isSecret ? '**Secret.** ' : ''}${cell(meaning)} |`;

const table = (variables: Variable[]): string =>
  ['| variable | takes | unless set | what |', '| --- | --- | --- | --- |', ...variables.map(row)].join('\n');

/** `docs/configuration.md`: every environment variable of every service. */
export const renderConfiguration = (root: string): string => {
  const readers = readConfiguration(root);
  const isCommon = ({ name }: Variable): boolean => name in ServiceEnvironment.shape;
  const services = readers.filter(({ title }) => !title.startsWith('Migration'));
  const common = services[0]?.variables.filter(isCommon) ?? [];
  const differs = (variable: Variable): boolean =>
    !common.some(({ name, meaning }) => name === variable.name && meaning === variable.meaning);
  return [
    '# Configuration',
    '<!-- Generated from the schemas of the environments by `npm run docs`. -->',
    `Portico is configured by environment variables alone. Each process checks all of them as it starts: where one is missing or does
not fit, it lists every fault, a line each and without the value, ends with code 78, and has started nothing.`,
    `**Every variable can be given by a file**: \`X_FILE\` is the path of a file that holds the value of \`X\`. Use it for what is marked
_secret_, so that the value stands in no process list and no manifest. In containers the files are under \`/run/portico/keys\`
([which](decisions/0018-how-portico-is-deployed.md)). Where both are set, \`X\` counts. A variable whose own name ends with \`_FILE\`
takes the path only.`,
    '## Every service',
    table(common),
    ...readers.flatMap(({ title, variables }) => [`## ${title}`, table(variables.filter(differs))]),
    `## Elsewhere

The variables of the [command line](command-line.md) are on its own page.`,
    '',
  ].join('\n\n');
};
