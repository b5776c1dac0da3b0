/** As the inspector gives it (Chrome DevTools Protocol, `Profiler.Profile`). */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Where a process spent its working time, in milliseconds, the most expensive first. */
export interface ProfileSummary {
  workingMs: number;
  packages: [name: string, milliseconds: number][];
  functions: [name: string, milliseconds: number][];
}

/** The package, or the part of Node, that a script belongs to. */
export const packageOf = (url: string, functionName: string): string => {
  const own = /\/(apps|libs|tools)\/([\w-]+)\/(dist|src)\//.exec(url);
  if (own && !url.includes('/node_modules/')) return `${own[1]}/${own[2]}`;
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url);
  if (installed) return installed[1] ?? '';
  if (url.startsWith('node:')) return url.replace(/^(node:(?:internal\/)?[^/]+).*$/, '$1');
  return url === '' ? `native ${functionName || '(anonymous)'}` : url;
};

/** Sums the self time of every sample by package and by function; waiting is left out. */
export const readProfile = ({ nodes, samples, timeDeltas }: CpuProfile): ProfileSummary => {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let workingMs = 0;
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    if (!frame || frame.functionName === '(idle)') continue;
    const milliseconds = (timeDeltas[index] ?? 0) / 1000;
    const name = packageOf(frame.url, frame.functionName);
    workingMs += milliseconds;
    add(packages, name, milliseconds);
    add(functions, `${frame.functionName || '(anonymous)'} ${name}:${frame.lineNumber + 1}`, milliseconds);
  }
  return { workingMs, packages: ordered(packages), functions: ordered(functions) };
};

const add = (sums: Map<string, number>, name: string, milliseconds: number): void => {
  sums.set(name, (sums.get(name) ?? 0) + milliseconds);
};

const ordered = (sums: Map<string, number>): [string, number][] => [...sums].sort(([, a], [, b]) => b - a);
