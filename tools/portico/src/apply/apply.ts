import { readFileSync } from 'node:fs';
import type { ApplicationList, ResourceServerList } from '@portico/contracts';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { Portico } from '../portico.js';
import { Secrets } from '../secrets-file.js';
import { applyPlan } from './apply-plan.js';
import { type FileFault, readApplicationsFile } from './applications-file.rules.js';
import { planLines } from './plan-lines.js';
import { isDone, makePlan, type Present } from './plan.rules.js';

export interface ApplyOptions {
  prune?: true;
  yes?: true;
  dryRun?: true;
  secretsFile?: string;
}

/** `portico applications apply`: makes the registry what the file says, after showing what that means. */
export const apply = async (name: string, options: ApplyOptions, command: Command): Promise<void> => {
  const read = readApplicationsFile(readText(name));
  if (read.outcome === 'faulty') throw faulty(name, read.faults);
  const { file, placeOf } = read;
  const portico = new Portico(command, ['applications:read', 'applications:write']);
  const present = await readPresent(portico);
  const plan = makePlan(file, present, { prune: options.prune ?? false, self: portico.applicationId });
  if (plan.conflicts.length > 0)
    throw faulty(
      name,
      plan.conflicts.map(({ path, message }) => ({ ...placeOf(path), message })),
    );
  if (isDone(plan) || options.dryRun) {
    portico.show({ plan: plan.steps, applied: false }, () => planLines(plan));
    process.exitCode = isDone(plan) ? EXIT.done : EXIT.wouldChange;
    return;
  }
  for (const line of planLines(plan)) portico.tell(line);
  if (!options.yes) await portico.checkWanted('Apply this?');
  const secrets = new Secrets(options.secretsFile);
  try {
    await applyPlan({
      plan,
      file,
      present,
      api: portico.broker,
      secrets,
      tell: (line) => portico.tell(line),
    });
  } catch (error) {
    // Secrets are shown once, and no later run could show these.
    portico.show({ plan: plan.steps, applied: 'in part', secrets: secrets.shown }, () => secrets.lines());
    throw error;
  }
  portico.show({ plan: plan.steps, applied: true, secrets: secrets.shown }, () => secrets.lines());
};

export const readText = (name: string): string => {
  try {
    return readFileSync(name, 'utf8');
  } catch {
    throw new Failure(EXIT.misused, `The file ${name} cannot be read.`);
  }
};

export const faulty = (name: string, faults: FileFault[]): Failure => {
  const lines = faults.map(({ line, path, message }) => `${name}:${line}: ${path && `${path}: `}${message}`);
  return new Failure(EXIT.misused, lines.join('\n'));
};

const readPresent = async (portico: Portico): Promise<Present> => {
  const [{ applications }, { resourceServers }] = await Promise.all([
    portico.broker.get<ApplicationList>('/v1/applications'),
    portico.broker.get<ResourceServerList>('/v1/resource-servers'),
  ]);
  return { applications, resourceServers };
};
