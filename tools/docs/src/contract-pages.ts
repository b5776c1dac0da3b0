import { CODES, EVENTS, PARTICIPANTS, toEventSchema } from '@portico/contracts';

const GENERATED = '<!-- Generated from libs/contracts by `npm run docs`. -->';

const publisherOf = (type: string): string =>
  Object.entries(PARTICIPANTS).find(([, { publishes }]) =>
    publishes.some((event) => event.type === type),
  )?.[0] ?? '';

/** `docs/events.md`: every fact with when it is published and an example. */
export const renderEvents = (): string => {
  const sections = Object.values(EVENTS).map(({ type, version, when, example }) =>
    [
      `## \`${type}\``,
      `Published by ${publisherOf(type)} whenever ${when}. Version ${version}
([JSON Schema](../libs/contracts/schemas/${type}/v${version}.json), [golden messages](../libs/contracts/fixtures/${type}/v${version})).`,
      `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
    ].join('\n\n'),
  );
  return [
    '# Events',
    GENERATED,
    `Facts are CloudEvents 1.0 in binary mode on NATS JetStream, stream \`PORTICO\`: the subject is the event's name, the
attributes travel as headers (\`ce-id\`, \`ce-type\`, \`ce-source\`, \`ce-time\`, \`ce-subject\`, \`ce-tenantid\`,
\`ce-dataversion\`, \`traceparent\`), the body is the payload alone. They arrive at least once and in the order of the
stream: deduplicate by \`ce-id\`. No fact carries a secret, a token, a code or a password. They are kept for 30 days.`,
    `The same as [AsyncAPI](asyncapi.yaml); as a typed package, [\`@portico/contracts\`](../libs/contracts/README.md); and
[what stays as it is](stability.md).`,
    ...sections,
    '',
  ].join('\n\n');
};

/** `libs/contracts/schemas`: the payload of every event as JSON Schema, for those who do not use zod. */
export const renderEventSchemas = (): Record<string, string> =>
  Object.fromEntries(
    Object.values(EVENTS).map((event) => [
      `libs/contracts/schemas/${event.type}/v${event.version}.json`,
      `${JSON.stringify(toEventSchema(event), null, 2)}\n`,
    ]),
  );

/** `docs/errors.md`: the error catalogue. */
export const renderErrors = (): string => {
  const rows = Object.entries(CODES).map(
    ([code, { status, turn, userText, adminText }]) =>
      `| \`${code}\` | ${status} | ${turn.replaceAll('_', ' ')} | ${userText} | ${adminText} |`,
  );
  return [
    '# Errors',
    GENERATED,
    `Every refusal that a person, an application or a service can meet. Pages show the sentence and whose turn it is;
the \`/v1\` APIs answer with problem details (RFC 9457) of type \`urn:portico:problem:<code>\`. A code is never renamed.`,
    [
      '| code | status | whose turn | what people read | what it means |',
      '| --- | ---: | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    '',
  ].join('\n\n');
};
