import { cell, type Schema, schemaText } from './schema-text.ts';

interface Payload extends Schema {
  schemaFormat?: string;
  schema?: Schema;
}

interface Message {
  name?: string;
  title?: string;
  summary?: string;
  description?: string;
  payload?: Payload;
  headers?: Payload;
  examples?: { name?: string; headers?: unknown; payload?: unknown }[];
}

/** As much of AsyncAPI 3 as `npm run docs` writes. */
export interface AsyncApi {
  info: { title: string; version: string; description?: string };
  channels: Record<
    string,
    {
      address: string;
      title?: string;
      description?: string;
      messages?: Record<string, { $ref?: string } & Message>;
    }
  >;
  components?: { messages?: Record<string, Message>; schemas?: Record<string, Schema> };
}

const last = (reference: string): string => reference.split('/').at(-1) ?? '';

const schemaOf = (payload: Payload): Schema => payload.schema ?? payload;

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

const messageText = ({ title, summary, description, payload, headers, examples = [] }: Message): string[] =>
  [
    [summary ?? title, description].filter(Boolean).join(' '),
    ...(payload ? ['**Payload**', schemaText(schemaOf(payload))] : []),
    ...(headers ? ['**Headers**', schemaText(schemaOf(headers))] : []),
    ...examples.flatMap((example) => [
      ...(example.headers === undefined ? [] : ['**Example of the headers**', json(example.headers)]),
      ...(example.payload === undefined ? [] : ['**Example of the payload**', json(example.payload)]),
    ]),
  ].filter(Boolean);

const messagesOf = (api: AsyncApi, channel: AsyncApi['channels'][string]): Message[] =>
  Object.values(channel.messages ?? {}).map((message) =>
    message.$ref ? (api.components?.messages?.[last(message.$ref)] ?? {}) : message,
  );

/** The events' document as Markdown: every channel with its message, headers and an example. */
export const asyncApiText = (api: AsyncApi, source: string): string => {
  const channels = Object.values(api.channels).sort((a, b) => (a.address < b.address ? -1 : 1));
  const schemas = Object.entries(api.components?.schemas ?? {});
  return [
    '# Events as AsyncAPI',
    api.info.description ?? '',
    `Version ${cell(api.info.version)}. The same for programs, as AsyncAPI 3: <a href="${last(source)}" download>${last(source)}</a>. When each event is published is in [Events](events.md).`,
    ...channels.flatMap((channel) => [
      `## \`${channel.address}\``,
      channel.description ?? channel.title ?? '',
      ...messagesOf(api, channel).flatMap(messageText),
    ]),
    ...(schemas.length > 0 ? ['## Schemas'] : []),
    ...schemas.map(([name, schema]) => `### Schema ${name}\n\n${schemaText(schema)}`),
    '',
  ].join('\n\n');
};
