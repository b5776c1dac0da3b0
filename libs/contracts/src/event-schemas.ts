import { z } from 'zod';
import type { EventContract } from './events.js';

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Record<string, unknown>;

/**
 * The payload of an event as JSON Schema for those who read it: fields and values of enumerations that it does not name
 * may come inside a version.
 */
export const toEventSchema = ({ type, version, when, data, example }: EventContract): JsonSchema => {
  const { $schema, ...schema } = z.toJSONSchema(data, { io: 'input', override: leaveOpen }) as JsonSchema;
  return {
    $schema,
    $id: `urn:portico:event:${type}:v${version}`,
    title: `${type}, version ${version}`,
    description: `Published whenever ${when}.`,
    ...schema,
    examples: [example],
  };
};

const leaveOpen = ({ jsonSchema }: { jsonSchema: JsonSchema }): void => {
  if (!Array.isArray(jsonSchema['enum'])) return;
  const { type, enum: known, ...rest } = jsonSchema;
  for (const name of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, name);
  Object.assign(jsonSchema, rest, { anyOf: [{ type, enum: known }, { type }] });
};
