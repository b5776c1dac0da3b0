import { findSchemaChanges, type JsonSchema, resolve, type Use } from './schema-changes.rules.ts';

type Part = Record<string, unknown>;
type Parts = Record<string, Part>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: JsonSchema;
}

/** What of an OpenAPI document breaks programs that were written for the one before. */
export const findApiChanges = (before: Part, after: Part): string[] =>
  operationsOf(before).flatMap(({ path, method, operation }) => {
    const name = `${method.toUpperCase()} ${path}`;
    const now = operationsOf(after).find((other) => other.path === path && other.method === method);
    if (!now) return [`${name} was removed`];
    const say = (what: string): string => `${name}: ${what}`;
    return new OperationComparison({ before, after }, operation, now.operation).run().map(say);
  });

const operationsOf = ({ paths }: Part): { path: string; method: string; operation: Part }[] =>
  Object.entries(paths as Record<string, Parts>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

const parametersOf = ({ parameters = [] }: Part, document: Part): Parameter[] =>
  (parameters as JsonSchema[]).map((parameter) => resolve(parameter, document) as unknown as Parameter);

class OperationComparison {
  private readonly documents: { before: Part; after: Part };
  private readonly was: Part;
  private readonly is: Part;

  constructor(documents: { before: Part; after: Part }, was: Part, is: Part) {
    this.documents = documents;
    this.was = was;
    this.is = is;
  }

  run(): string[] {
    return [
      ...this.compareName(),
      ...this.compareScopes(),
      ...this.compareParameters(),
      ...this.compareRequest(),
      ...this.compareAnswers(),
    ];
  }

  private compareName(): string[] {
    const [was, is] = [this.was, this.is].map(({ operationId }) => String(operationId));
    return was === is ? [] : [`its operationId was ${was} and is ${is}`];
  }

  private compareScopes(): string[] {
    const scopesOf = ({ security = [] }: Part): string[] =>
      (security as Record<string, string[]>[]).flatMap((one) => Object.values(one).flat());
    const had = scopesOf(this.was);
    return scopesOf(this.is)
      .filter((scope) => !had.includes(scope))
      .map((scope) => `needs the scope ${scope}`);
  }

  private compareParameters(): string[] {
    const was = parametersOf(this.was, this.documents.before);
    const is = parametersOf(this.is, this.documents.after);
    const find = (some: Parameter[], { name, in: place }: Parameter): Parameter | undefined =>
      some.find((other) => other.name === name && other.in === place);
    const changed = was.flatMap((parameter) => {
      const now = find(is, parameter);
      const named = `the parameter ${parameter.name}`;
      if (!now) return [`${named} was removed or renamed`];
      return [
        ...(now.required && !parameter.required ? [`${named} is now required`] : []),
        ...this.compare('request', parameter.schema, now.schema).map((change) => `${named}: ${change}`),
      ];
    });
    const demanded = is.filter((parameter) => parameter.required && !find(was, parameter));
    return [...changed, ...demanded.map(({ name }) => `the parameter ${name} is new and required`)];
  }

  private compareRequest(): string[] {
    const [was, is] = [this.was, this.is].map(({ requestBody }) => requestBody as Part | undefined);
    const demanded = is?.['required'] && !was?.['required'] ? ['a body is now required'] : [];
    if (!was) return demanded;
    return [
      ...demanded,
      ...this.compareContent('request', was, is ?? {}).map((change) => `its body: ${change}`),
    ];
  }

  /** Refusals may come and go; they are problem details with a code of the catalogue. */
  private compareAnswers(): string[] {
    const [was, is] = [this.was, this.is].map(({ responses }) => responses as Parts);
    return Object.entries(was ?? {})
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, answer]) => {
        const now = is?.[status];
        if (!now) return [`does not answer ${status} any more`];
        const gone = Object.keys((answer['headers'] ?? {}) as Part).filter(
          (name) => !(name in ((now['headers'] ?? {}) as Part)),
        );
        return [
          ...gone.map((name) => `its ${status} has no header ${name} any more`),
          ...this.compareContent('answer', answer, now).map((change) => `its ${status}: ${change}`),
        ];
      });
  }

  private compareContent(use: Use, was: Part, is: Part): string[] {
    const [before, after] = [was, is].map(
      ({ content = {} }) => content as Record<string, { schema: JsonSchema }>,
    );
    return Object.entries(before ?? {}).flatMap(([type, { schema }]) => {
      const now = after?.[type];
      return now ? this.compare(use, schema, now.schema) : [`is never ${type} any more`];
    });
  }

  private compare(use: Use, before: JsonSchema, after: JsonSchema): string[] {
    return findSchemaChanges({
      use,
      before: { schema: before, root: this.documents.before },
      after: { schema: after, root: this.documents.after },
    });
  }
}
