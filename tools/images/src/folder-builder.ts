import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { copyContext } from './context.ts';
import { expand } from './expand.ts';
import type { Recipe, Stage, Step } from './read-dockerfile.ts';

/** What a stage leaves: files in a folder that stands for `/`, and how a container of it starts. */
export interface Built {
  folder: string;
  workdir: string;
  env: Record<string, string>;
  args: Record<string, string | undefined>;
  labels: Record<string, string>;
  ports: string[];
  user: string;
  entrypoint: string[];
  cmd: string[];
}

/** Runs a command of a stage as a shell would. */
export type RunInFolder = (command: string, cwd: string, env: Record<string, string>) => Promise<void>;

export interface Ground {
  /** The repository. */
  root: string;
  /** Where the folders of the stages are made. */
  work: string;
  recipe: Recipe;
  run: RunInFolder;
  /** Lays what an image that is not ours has, as far as it is used. */
  layBase: (image: string, folder: string) => void;
}

/** Where an instruction is carried out. */
interface StepPlace {
  stage: Stage;
  built: Built;
  globals: Built['args'];
}

/** Builds stages of the Dockerfile in folders. What does not depend on an argument is built once for all images. */
export class FolderBuilder {
  private readonly made = new Map<string, Promise<Built>>();
  private readonly ground: Ground;

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** Builds a stage and those that it needs. */
  async build(name: string, args: Record<string, string>): Promise<Built> {
    const globals = { ...this.ground.recipe.args, ...args };
    const stage = this.ground.recipe.stages.find((candidate) => candidate.name === name);
    if (!stage) throw new Error(`Dockerfile: there is no stage ${name}`);
    const key = this.dependsOnService(stage, globals) ? `${name}-${globals['SERVICE'] ?? ''}` : name;
    const made = this.made.get(key) ?? this.buildStage(stage, globals, join(this.ground.work, key));
    this.made.set(key, made);
    return await made;
  }

  private isStage(name: string): boolean {
    return this.ground.recipe.stages.some((stage) => stage.name === name);
  }

  private dependsOnService({ base, steps }: Stage, globals: Built['args']): boolean {
    const declares = steps.some(
      (step) => step.kind === 'ARG' && step.pairs.some(([name]) => name === 'SERVICE'),
    );
    const parent = this.ground.recipe.stages.find((stage) => stage.name === expand(base, globals));
    return declares || (parent !== undefined && this.dependsOnService(parent, globals));
  }

  private async buildStage(stage: Stage, globals: Built['args'], folder: string): Promise<Built> {
    const base = expand(stage.base, globals);
    const built = this.isStage(base) ? await this.inherit(stage, base, globals) : emptyImage(folder);
    if (!this.isStage(base)) this.ground.layBase(base, folder);
    for (const step of stage.steps) await this.carryOut(step, { stage, built, globals });
    return built;
  }

  /** A stage on another one that adds no files shares them. */
  private async inherit(stage: Stage, base: string, globals: Built['args']): Promise<Built> {
    const parent = await this.build(base, globals as Record<string, string>);
    if (stage.steps.some(({ kind }) => kind === 'COPY' || kind === 'RUN' || kind === 'WORKDIR'))
      throw new Error(
        `Dockerfile: ${stage.name} changes files of ${base}; only settings are added to a stage`,
      );
    return { ...parent, env: { ...parent.env }, labels: { ...parent.labels }, args: {} };
  }

  private async carryOut(step: Step, place: StepPlace): Promise<void> {
    const { built, globals } = place;
    const values = { ...built.args, ...built.env };
    if (step.kind === 'RUN')
      await this.ground.run(step.text, join(built.folder, built.workdir), definedOf(values));
    else if (step.kind === 'COPY') await this.copy(step, place);
    else if (step.kind === 'ARG')
      for (const [name, value] of step.pairs) built.args[name] = globals[name] ?? value;
    else setUp(step, built, values);
  }

  private async copy(step: Step & { kind: 'COPY' }, { stage, built, globals }: StepPlace): Promise<void> {
    const values = { ...built.args, ...built.env };
    const target = placeIn(built, expand(step.target, values));
    if (step.from === undefined) {
      if (step.source !== '.') throw new Error('Dockerfile: COPY takes the whole context, or a stage');
      copyContext(this.ground.root, target);
      return;
    }
    const from = await this.build(step.from, globals as Record<string, string>);
    const source = placeIn(from, expand(step.source, values));
    if (!existsSync(source) || !statSync(source).isDirectory())
      throw new Error(`Dockerfile: ${step.source} is no folder of ${step.from}`);
    copyFolder(
      source,
      target,
      stage.steps.some(({ kind }) => kind === 'RUN'),
    );
  }
}

/** By links where the system can, unless commands of the stage may change what was copied. */
const copyFolder = (source: string, target: string, mayChange: boolean): void => {
  mkdirSync(target, { recursive: true });
  if (!mayChange && spawnSync('cp', ['-al', `${source}/.`, target], { stdio: 'ignore' }).status === 0) return;
  cpSync(source, target, { recursive: true, verbatimSymlinks: true, force: true });
};

const emptyImage = (folder: string): Built => {
  mkdirSync(folder, { recursive: true });
  const start = { user: 'root', entrypoint: [], cmd: [], ports: [] };
  return { folder, workdir: '/', env: {}, args: {}, labels: {}, ...start };
};

const placeIn = ({ folder, workdir }: Built, path: string): string =>
  join(folder, isAbsolute(path) ? path : normalize(join(workdir, path)));

const definedOf = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** What is settled without a command: where, with which variables, and how a container starts. */
const setUp = (step: Step, built: Built, values: Readonly<Record<string, string | undefined>>): void => {
  if (step.kind === 'ENV')
    for (const [name, value = ''] of step.pairs) built.env[name] = expand(value, values);
  if (step.kind === 'LABEL')
    for (const [name, value = ''] of step.pairs) built.labels[name] = expand(value, values);
  if (step.kind === 'WORKDIR') {
    built.workdir = expand(step.text, values);
    mkdirSync(join(built.folder, built.workdir), { recursive: true });
  }
  setStart(step, built, values);
};

/** How a container starts. A new entrypoint forgets the command of the stage before. */
const setStart = (step: Step, built: Built, values: Readonly<Record<string, string | undefined>>): void => {
  if (step.kind === 'USER') built.user = expand(step.text, values);
  if (step.kind === 'EXPOSE') built.ports = step.words.map((word) => expand(word, values));
  if (step.kind === 'CMD') built.cmd = step.words;
  if (step.kind === 'ENTRYPOINT') Object.assign(built, { entrypoint: step.words, cmd: [] });
};
