export type JsonSchema = Record<string, unknown>;

/**
 * Who depends on a schema: an `event` is written by us and kept, so that both old and new messages have to fit; a
 * `request` is written by others, who must not be refused more; an `answer` is read by others, who must not miss anything.
 */
export type Use = 'event' | 'request' | 'answer';

/** Two states of one schema, each in the document that its references point into. */
export interface Compared {
  use: Use;
  before: { schema: JsonSchema; root: JsonSchema };
  after: { schema: JsonSchema; root: JsonSchema };
}

/** What has become smaller takes something from whoever writes; what has become wider surprises whoever reads. */
type Turn = 'smaller' | 'wider' | 'other';

const REFUSED: Record<Use, Turn[]> = {
  event: ['smaller', 'wider', 'other'],
  request: ['smaller', 'other'],
  answer: ['wider', 'other'],
};

const LOWER_LIMITS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const UPPER_LIMITS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
const KEPT = ['format', 'pattern', 'const'];

/** Everything that is no mere addition, as half sentences: `/name was removed`. New optional fields are none. */
export const findSchemaChanges = (compared: Compared): string[] => new Comparison(compared).run();

class Comparison {
  private readonly compared: Compared;
  private readonly under = new Set<string>();

  constructor(compared: Compared) {
    this.compared = compared;
  }

  run(): string[] {
    return this.compare(this.compared.before.schema, this.compared.after.schema, '');
  }

  private compare(one: JsonSchema, other: JsonSchema, at: string): string[] {
    const pair = `${String(one['$ref'])} ${String(other['$ref'])}`;
    if (!one['$ref'] || !other['$ref']) return this.compareResolved(one, other, at);
    // A schema that contains itself has no end.
    if (this.under.has(pair)) return [];
    this.under.add(pair);
    const changes = this.compareResolved(one, other, at);
    this.under.delete(pair);
    return changes;
  }

  private compareResolved(one: JsonSchema, other: JsonSchema, at: string): string[] {
    const before = resolve(one, this.compared.before.root);
    const after = resolve(other, this.compared.after.root);
    if (branchesOf(before).length > 1 || branchesOf(after).length > 1)
      return this.compareBranches(branchesOf(before), branchesOf(after), at);
    return [
      ...this.compareTypes(before, after, at),
      ...this.compareValues(before, after, at),
      ...this.compareLimits(before, after, at),
      ...this.compareFields(before, after, at),
      ...this.compareParts(before, after, at),
    ];
  }

  private say(turn: Turn, at: string, what: string): string[] {
    return REFUSED[this.compared.use].includes(turn) ? [`${at || '/'} ${what}`] : [];
  }

  /** Each branch goes on as the one that it differs from least; what is then left over is new. */
  private compareBranches(before: JsonSchema[], after: JsonSchema[], at: string): string[] {
    const left = new Set(after);
    const changes = before.flatMap((branch, n) => {
      const candidates = [...left].map((candidate) => ({
        candidate,
        changes: this.compare(branch, candidate, at),
        distance: Math.abs(after.indexOf(candidate) - n),
      }));
      const [best] = candidates.sort(
        (a, b) => a.changes.length - b.changes.length || a.distance - b.distance,
      );
      if (!best) return this.say('smaller', at, 'takes one kind of value less');
      left.delete(best.candidate);
      return best.changes;
    });
    return [...changes, ...[...left].flatMap(() => this.say('wider', at, 'has a kind of value more'))];
  }

  private compareTypes(before: JsonSchema, after: JsonSchema, at: string): string[] {
    const [was, is] = [typesOf(before), typesOf(after)];
    const gone = was.filter((type) => !is.includes(type));
    const come = is.filter((type) => !was.includes(type));
    if (gone.length > 0 && come.length > 0)
      return this.say('other', at, `was ${was.join(' or ')} and is ${is.join(' or ')}`);
    return [
      ...gone.flatMap((type) => this.say('smaller', at, `is never ${type} any more`)),
      ...come.flatMap((type) => this.say('wider', at, `may now be ${type}`)),
    ];
  }

  /** Enumerations may grow: readers are told to expect that (docs/stability.md). */
  private compareValues(before: JsonSchema, after: JsonSchema, at: string): string[] {
    const [was, is] = [before['enum'], after['enum']] as (unknown[] | undefined)[];
    if (!was) return is ? this.say('smaller', at, 'takes a list of values only') : [];
    if (!is) return this.say('wider', at, 'is no list of values any more');
    const gone = was.filter((value) => !is.includes(value));
    return gone.flatMap((value) => this.say('smaller', at, `has no value ${JSON.stringify(value)} any more`));
  }

  private compareLimits(before: JsonSchema, after: JsonSchema, at: string): string[] {
    const limit = (name: string, turned: 1 | -1): string[] => {
      const unbounded = -Infinity;
      const [was, is] = [before, after].map(
        (schema) => Number(schema[name] ?? turned * Infinity * -1) * turned,
      );
      if (was === is) return [];
      const turn = (is ?? unbounded) > (was ?? unbounded) ? 'smaller' : 'wider';
      return this.say(turn, at, `has ${name} ${text(after[name])} instead of ${text(before[name])}`);
    };
    const kept = KEPT.filter((name) => before[name] !== after[name]).flatMap((name) => {
      const turn = before[name] === undefined ? 'smaller' : after[name] === undefined ? 'wider' : 'other';
      return this.say(turn, at, `has ${name} ${text(after[name])} instead of ${text(before[name])}`);
    });
    const isDefaultOther = 'default' in before && text(before['default']) !== text(after['default']);
    const other = isDefaultOther && this.compared.use === 'request' ? 'other' : undefined;
    return [
      ...LOWER_LIMITS.flatMap((name) => limit(name, 1)),
      ...UPPER_LIMITS.flatMap((name) => limit(name, -1)),
      ...kept,
      ...(other
        ? this.say(other, at, `has default ${text(after['default'])} instead of ${text(before['default'])}`)
        : []),
    ];
  }

  private compareFields(before: JsonSchema, after: JsonSchema, at: string): string[] {
    const [was, is] = [fieldsOf(before), fieldsOf(after)];
    const [needed, needs] = [requiredOf(before), requiredOf(after)];
    const changed = Object.entries(was).flatMap(([name, schema]) => {
      const here = `${at}/${name}`;
      const now = is[name];
      if (now === undefined) return this.say('other', here, 'was removed or renamed');
      const optional =
        needed.has(name) && !needs.has(name) ? this.say('wider', here, 'may now be missing') : [];
      const required =
        !needed.has(name) && needs.has(name) ? this.say('smaller', here, 'is now required') : [];
      return [...optional, ...required, ...this.compare(schema, now, here)];
    });
    const demanded = Object.keys(is).filter((name) => !(name in was) && needs.has(name));
    return [
      ...changed,
      ...demanded.flatMap((name) => this.say('smaller', `${at}/${name}`, 'is new and required')),
    ];
  }

  private compareParts(before: JsonSchema, after: JsonSchema, at: string): string[] {
    const isClosed = (schema: JsonSchema): boolean => schema['additionalProperties'] === false;
    const closed =
      !isClosed(before) && isClosed(after) ? this.say('smaller', at, 'takes no other fields any more') : [];
    const parts = ['items', 'additionalProperties', 'propertyNames'].flatMap((name) =>
      isSchema(before[name]) && isSchema(after[name])
        ? this.compare(before[name], after[name], `${at}/${name === 'items' ? '*' : name}`)
        : [],
    );
    return [...closed, ...parts];
  }
}

const text = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** The part of the document that a reference points to; itself where it is none. */
export const resolve = (schema: JsonSchema, root: JsonSchema): JsonSchema => {
  const pointer = schema['$ref'];
  if (typeof pointer !== 'string') return schema;
  const parts = pointer.replace('#/', '').split('/');
  return parts.reduce<unknown>((part, name) => (part as JsonSchema)[name], root) as JsonSchema;
};

const branchesOf = (schema: JsonSchema): JsonSchema[] =>
  (schema['anyOf'] ?? schema['oneOf'] ?? [schema]) as JsonSchema[];

const typesOf = ({ type }: JsonSchema): string[] =>
  type === undefined ? ['anything'] : [type].flat().map(String);

const fieldsOf = ({ properties }: JsonSchema): Record<string, JsonSchema> =>
  (properties ?? {}) as Record<string, JsonSchema>;

const requiredOf = ({ required }: JsonSchema): Set<string> => new Set((required ?? []) as string[]);
