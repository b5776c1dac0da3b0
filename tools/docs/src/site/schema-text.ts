/** As much of JSON Schema as the documents of this repository use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** Text as a cell of a Markdown table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

export const code = (value: unknown): string =>
  `\`${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}\``;

const nameOf = (reference: string): string => reference.split('/').at(-1) ?? '';

/** A schema's section of the page. */
export const schemaLink = (reference: string): string => {
  const name = nameOf(reference);
  return `[${name}](#schema-${name.toLowerCase()})`;
};

const range = (unit: string, from?: number, to?: number): string[] => {
  if (from === undefined && to === undefined) return [];
  if (from === undefined) return [`at most ${to}${unit}`];
  if (to === undefined || to >= Number.MAX_SAFE_INTEGER) return [`at least ${from}${unit}`];
  return [from === to ? `${from}${unit}` : `${from} to ${to}${unit}`];
};

const boundsOf = (schema: Schema): string[] => [
  ...(schema.format ? [schema.format] : []),
  ...range('', schema.minimum, schema.maximum),
  ...range(' characters', schema.minLength, schema.maxLength),
  ...range(' items', schema.minItems, schema.maxItems),
];

const alternatives = (schemas: Schema[]): string =>
  [...new Set(schemas.map((schema) => typeText(schema)))].join(' or ');

const objectText = ({ properties, additionalProperties }: Schema): string => {
  if (properties) return 'object';
  return typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
    ? `object of ${typeText(additionalProperties)}`
    : 'object';
};

/** What a value may be, in words, with links to the schemas that have names. */
export const typeText = (schema: Schema): string => {
  if (schema.$ref) return schemaLink(schema.$ref);
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const combined = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (combined) return alternatives(combined);
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
  if (type === 'array') return ['array of ' + typeText(schema.items ?? {}), ...boundsOf(schema)].join(', ');
  if (type === 'object') return objectText(schema);
  return [type, ...boundsOf(schema)].join(', ');
};

/** Objects that stand inside others without a name of their own. */
const innerOf = (name: string, schema: Schema): [string, Schema][] => {
  if (schema.properties) return [[name, schema]];
  if (schema.items) return innerOf(`${name}[]`, schema.items);
  if (typeof schema.additionalProperties === 'object')
    return innerOf(`${name}.*`, schema.additionalProperties);
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap((part) => innerOf(name, part));
};

const fieldRows = (schema: Schema, prefix = ''): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const notes = [
      schema.required?.includes(name) ? 'required' : '',
      field.default === undefined ? '' : `${code(field.default)} unless said`,
      field.description ?? '',
    ].filter(Boolean);
    const row = `| \`${path}\` | ${cell(typeText(field))} | ${cell(notes.join('. '))} |`;
    return [row, ...innerOf(path, field).flatMap(([at, inner]) => fieldRows(inner, `${at}.`))];
  });

/** A schema as a table of its fields, or as one line where it has none. */
export const schemaText = (schema: Schema): string => {
  const objects = innerOf('', schema);
  const rows = objects.flatMap(([, object]) => fieldRows(object));
  if (rows.length === 0) return [schema.description ?? '', typeText(schema)].filter(Boolean).join(' ') + '.';
  const either = objects.length > 1 ? 'One of several forms; the fields of all of them:\n\n' : '';
  return `${either}| field | what | notes |\n| --- | --- | --- |\n${rows.join('\n')}`;
};
