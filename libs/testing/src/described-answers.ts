import { type AnySchema, Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** What of an OpenAPI document says how answers look. */
export interface DescribedApi {
  paths: Record<string, Record<string, unknown>>;
}

/** An answer of a `/v1` API, as a test received it. */
export interface ReceivedAnswer {
  method: string;
  /** With or without a query. */
  path: string;
  status: number;
  contentType: string | null;
  /** The parsed body; undefined where there is none. */
  body: unknown;
}

interface Response {
  content?: Record<string, { schema: AnySchema }>;
}

const DOCUMENT = 'api';

/** Parts of a path that an operation's path leaves open; the one with the fewest is meant. */
const openParts = (template: string): number => template.split('{').length;

const fits = (template: string, path: string): boolean =>
  new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);

const findTemplate = ({ paths }: DescribedApi, path: string, method: string): string | undefined =>
  Object.keys(paths)
    .filter((template) => fits(template, path) && method in (paths[template] ?? {}))
    .sort((a, b) => openParts(a) - openParts(b))[0];

/** Throws for an answer that the OpenAPI document of its service does not describe: status, media type, body. */
export const answerChecker = (document: DescribedApi): ((answer: ReceivedAnswer) => void) => {
  const findFault = faultFinder(document);
  return (answer) => {
    const { method, path, status, contentType, body } = answer;
    const [place = ''] = path.split('?');
    const template = findTemplate(document, place, method.toLowerCase());
    if (template === undefined && status === 404) return;
    const response = template && responseOf(document, template, method.toLowerCase(), status);
    const fault = response ? findFault(response, contentType, body) : 'is not described';
    if (fault) throw new Error(`${method} ${place} with ${String(status)} ${fault}`);
  };
};

type FaultFinder = (response: Response, contentType: string | null, body: unknown) => string | undefined;

const faultFinder = (document: DescribedApi): FaultFinder => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, DOCUMENT);
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (schema: AnySchema): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/', `"${DOCUMENT}#/`);
    const validator = compiled.get(text) ?? ajv.compile(JSON.parse(text) as AnySchema);
    compiled.set(text, validator);
    return validator;
  };
  return ({ content }, contentType, body) => {
    if (!content) return body === undefined ? undefined : 'is not described with a body';
    const [mediaType = ''] = (contentType ?? '').split(';');
    const schema = content[mediaType]?.schema;
    if (!schema) return `is not described as ${mediaType || 'an empty answer'}`;
    const validator = validatorOf(schema);
    return validator(body) ? undefined : `is not as described: ${ajv.errorsText(validator.errors)}`;
  };
};

const responseOf = (
  document: DescribedApi,
  template: string,
  method: string,
  status: number,
): Response | undefined => {
  const operation = document.paths[template]?.[method] as {
    responses: Record<string, Response & { $ref?: string }>;
  };
  const response = operation.responses[String(status)];
  return response?.$ref === undefined ? response : (lookUp(document, response.$ref) as Response);
};

const lookUp = (document: object, reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
