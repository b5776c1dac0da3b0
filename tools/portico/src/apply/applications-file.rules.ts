import { ApplicationId, CreateApplication, SetResourceServer } from '@portico/contracts';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

/** An API of the file, by the id that it has at Portico. */
const WantedResourceServer = SetResourceServer.extend({ id: ApplicationId });
export type WantedResourceServer = z.infer<typeof WantedResourceServer>;

/** `applications.yaml`: bodies of the API; what is left out has the API's default. */
const ApplicationsFile = z.strictObject({
  resourceServers: z.array(WantedResourceServer).default([]),
  applications: z.array(CreateApplication).default([]),
});
export type ApplicationsFile = z.infer<typeof ApplicationsFile>;

/** A fault of the file, with its line from 1 on. */
export interface FileFault {
  line: number;
  /** Where in the file, such as `applications[0].redirectUris[1]`. */
  path: string;
  message: string;
}

/** What a file says, or everything that is wrong with it. */
export type ReadFile<File> =
  | { outcome: 'read'; file: File; placeOf: (path: Path) => FileFault }
  | { outcome: 'faulty'; faults: FileFault[] };

type Path = readonly PropertyKey[];

/** Reads the text of an `applications.yaml`. */
export const readApplicationsFile = (text: string): ReadFile<ApplicationsFile> =>
  readYaml(text, ApplicationsFile, findRepeated);

/** Reads the text of a YAML file that has this shape; `findFaults` looks for what a shape cannot say. */
export const readYaml = <Shape extends z.ZodType>(
  text: string,
  shape: Shape,
  findFaults: (file: z.output<Shape>) => Fault[],
): ReadFile<z.output<Shape>> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    return {
      outcome: 'faulty',
      faults: document.errors.map(({ pos, message }) => ({
        line: lines.linePos(pos[0]).line,
        path: '',
        message: (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:$/, ''),
      })),
    };
  const placeOf = (path: Path): FileFault => ({
    line: lines.linePos(offsetOf(document, path)).line,
    path: toText(path),
    message: '',
  });
  const content = toContent(document);
  if (content instanceof Error)
    return { outcome: 'faulty', faults: [{ line: 1, path: '', message: content.message }] };
  const read = shape.safeParse(content ?? {});
  const faults = read.success
    ? findFaults(read.data)
    : read.error.issues.flatMap((issue) => toFaults(issue, content));
  return read.success && faults.length === 0
    ? { outcome: 'read', file: read.data, placeOf }
    : { outcome: 'faulty', faults: faults.map(({ path, message }) => ({ ...placeOf(path), message })) };
};

/** What the document says; an `Error` where its aliases name nothing, or expand without end. */
const toContent = (document: Document): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    return error;
  }
};

/** Something in a file that is wrong. */
export interface Fault {
  path: Path;
  message: string;
}

/** An unknown field is named itself, not the object that it is in. */
const toFaults = (issue: z.core.$ZodIssue, content: unknown): Fault[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is no field of this' }));
  const isMissing = issue.code === 'invalid_type' && valueAt(content, issue.path) === undefined;
  return [{ path: issue.path, message: isMissing ? 'is missing' : issue.message }];
};

const valueAt = (content: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], content);

const findRepeated = ({ applications, resourceServers }: ApplicationsFile): Fault[] => [
  ...repeated('applications', 'id', applications),
  ...repeated('resourceServers', 'id', resourceServers),
  ...repeated('resourceServers', 'audience', resourceServers),
];

/** Items of a list that say the same as one above. */
export const repeated = <Name extends string>(
  list: string,
  name: Name,
  items: Record<Name, string>[],
): Fault[] =>
  items.flatMap((item, index) =>
    items.findIndex((other) => other[name] === item[name]) < index
      ? [{ path: [list, index, name], message: `${item[name]} stands above already` }]
      : [],
  );

/** Where the innermost part of the path that is in the file begins. */
const offsetOf = ({ contents }: Document, path: Path): number => {
  let node: unknown = contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      if (!isScalar(pair?.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = (node as { range?: [number] } | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
};

const toText = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
