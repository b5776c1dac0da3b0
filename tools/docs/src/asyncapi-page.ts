import {
  durableName,
  EVENTS,
  type EventContract,
  FACTS_STREAM,
  PARTICIPANTS,
  toEventSchema,
} from '@portico/contracts';
import { readFixtures } from '@portico/contracts/fixtures';
import { stringify } from 'yaml';

type Part = Record<string, unknown>;

const DESCRIPTION = `The facts that Portico publishes: CloudEvents 1.0 in binary mode on NATS JetStream. The subject is the event's name, the
attributes are headers, the body is the payload alone. They come at least once and in the order of the stream: keep the
\`ce-id\` of what you have handled, and pass over a repeated one. The stream keeps them for 30 days unless configured otherwise.

Inside a version fields are only added, and enumerations grow; anything else is a new version beside the old one. No fact
carries a secret, a token, a code or a password.

A subscriber has an NKEY of its own, which may pull from its own durable consumers and do nothing else. What Portico's services ask each other
(\`ask.>\`) is internal, changes without notice, and is therefore not described.`;

/** `docs/asyncapi.yaml`: every fact, for those who generate code or pages from it (AsyncAPI 3.1). */
export const renderAsyncApi = (): Record<string, string> => ({
  'docs/asyncapi.yaml': `# Generated from libs/contracts by \`npm run docs\`.\n${stringify(describeEvents(), {
    lineWidth: 110,
    aliasDuplicateObjects: false,
  })}`,
});

const describeEvents = (): Part => {
  const events = Object.values(EVENTS);
  const each = (name: (event: EventContract) => string, part: (event: EventContract) => Part): Part =>
    Object.fromEntries(events.map((event) => [name(event), part(event)]));
  return {
    asyncapi: '3.1.0',
    id: 'urn:portico:events',
    info: {
      title: 'Portico: events',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: Object.keys(PARTICIPANTS).map((name) => ({ name, description: `Published by ${name}` })),
    },
    defaultContentType: 'application/json',
    servers: {
      nats: {
        host: 'nats.example.com:4222',
        protocol: 'nats',
        protocolVersion: '2.9',
        description: 'JetStream; 2.9 or newer, by TLS outside one machine.',
        security: [{ $ref: '#/components/securitySchemes/nkey' }],
      },
    },
    channels: each(nameOf, toChannel),
    operations: each((event) => `publish${capital(nameOf(event))}`, toOperation),
    components: {
      messages: each(messageOf, toMessage),
      securitySchemes: {
        nkey: {
          type: 'asymmetricEncryption',
          description:
            'NKEY (Ed25519): the client signs what the server sends it with its seed, which never travels. A seed is made per subscriber, with permissions for its own consumers.',
        },
      },
    },
  };
};

/** `login.completed` as a name in code: `loginCompleted`. */
const nameOf = ({ type }: EventContract): string =>
  type.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const messageOf = (event: EventContract): string => `${nameOf(event)}V${event.version}`;

const publisherOf = (event: EventContract): string =>
  Object.entries(PARTICIPANTS).find(([, { publishes }]) => publishes.includes(event))?.[0] ?? '';

const toChannel = (event: EventContract): Part => ({
  address: event.type,
  title: event.type,
  description: `Stream \`${FACTS_STREAM}\`; durable consumer of a subscriber named crm: \`${durableName('crm', event)}\`.`,
  servers: [{ $ref: '#/servers/nats' }],
  messages: { [messageOf(event)]: { $ref: `#/components/messages/${messageOf(event)}` } },
});

const toOperation = (event: EventContract): Part => ({
  action: 'send',
  title: event.type,
  summary: `Published whenever ${event.when}.`,
  channel: { $ref: `#/channels/${nameOf(event)}` },
  messages: [{ $ref: `#/channels/${nameOf(event)}/messages/${messageOf(event)}` }],
  tags: [{ name: publisherOf(event) }],
});

const toMessage = (event: EventContract): Part => {
  const { $schema: _schema, $id: _id, examples: _examples, ...payload } = toEventSchema(event);
  return {
    name: event.type,
    title: String(payload['title']),
    summary: `Published whenever ${event.when}.`,
    contentType: 'application/json',
    headers: headersOf(event),
    payload,
    examples: readFixtures(event.type)
      .filter(({ version }) => version === event.version)
      .map(({ name, headers, data }) => ({ name, headers, payload: data })),
  };
};

const text = (description: string, more: Part = {}): Part => ({ type: 'string', description, ...more });

/** The attributes of a fact as NATS headers. */
const headersOf = (event: EventContract): Part => ({
  type: 'object',
  properties: {
    'ce-specversion': { type: 'string', const: '1.0' },
    'ce-id': text('Unique: deduplicate by it.', { format: 'uuid' }),
    'ce-type': { type: 'string', const: event.type },
    'ce-source': text('The service that published it.', { examples: [`portico/${publisherOf(event)}`] }),
    'ce-time': text('When it happened.', { format: 'date-time' }),
    'ce-subject': text('What it is about: the id of a user, login or connection.'),
    'ce-dataversion': text('The version of the payload.', { const: String(event.version) }),
    'ce-tenantid': text('The tenant that it belongs to.', { format: 'uuid' }),
    traceparent: text('The trace in which it happened (W3C Trace Context).'),
    'content-type': { type: 'string', const: 'application/json' },
  },
  required: [
    ...['specversion', 'id', 'type', 'source', 'time', 'subject', 'dataversion', 'tenantid'].map(
      (name) => `ce-${name}`,
    ),
    'content-type',
  ],
});
