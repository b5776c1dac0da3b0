import { isDeepStrictEqual } from 'node:util';
import * as contracts from '@portico/contracts';
import { z } from 'zod';

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Record<string, unknown>;

type Direction = 'input' | 'output';

// Every schema that the contracts export is a component under the name of its export.
const NAMES = z.registry<{ id: string }>();
for (const [id, exported] of Object.entries(contracts))
  if (exported instanceof z.ZodType && !NAMES.has(exported)) NAMES.add(exported, { id });

const toJson = (schema: z.ZodType, io: Direction): JsonSchema =>
  z.toJSONSchema(schema, {
    metadata: NAMES,
    io,
    override: ({ zodSchema, jsonSchema }) => {
      // Answers may grow: only a strict object says that nothing else can come.
      const { def } = zodSchema._zod;
      if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
    },
  });

const pointToComponents = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;

/** The schemas that a document refers to, under the names of the contracts. */
export class Components {
  private readonly named = new Map<string, JsonSchema>();

  /** The schema for this place of the document: a reference where the contracts name it. */
  schemaFor(schema: z.ZodType, io: Direction): JsonSchema {
    const { $schema: _, $defs, ...own } = pointToComponents(toJson(schema, io));
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>))
      this.add(name, definition);
    return own;
  }

  all(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.named].sort(([a], [b]) => a.localeCompare(b)));
  }

  private add(name: string, definition: JsonSchema): void {
    const { id: _, ...schema } = definition;
    const present = this.named.get(name);
    if (present && !isDeepStrictEqual(present, schema))
      throw new Error(`${name} is one thing in a request and another in an answer; give the contracts two`);
    this.named.set(name, schema);
  }
}
