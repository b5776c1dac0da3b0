import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type JSONInstruction,
  type PropertyInstruction,
} from 'dockerfile-ast';

type Pairs = [name: string, value: string | undefined][];

/** One instruction of a stage, variables not yet replaced. */
export type Step =
  | { kind: 'ARG' | 'ENV' | 'LABEL'; pairs: Pairs }
  | { kind: 'COPY'; from: string | undefined; source: string; target: string }
  | { kind: 'RUN' | 'WORKDIR' | 'USER'; text: string }
  | { kind: 'ENTRYPOINT' | 'CMD' | 'EXPOSE'; words: string[] };

/** One `FROM` and what follows it. */
export interface Stage {
  name: string;
  /** An image, or the name of a stage before. */
  base: string;
  steps: Step[];
}

export interface Recipe {
  /** The arguments before the first stage, with what they are unless somebody says otherwise. */
  args: Record<string, string | undefined>;
  stages: Stage[];
}

/** Reads a Dockerfile of the few instructions that ours has. Throws for any other: the folder must not differ. */
export const readDockerfile = (text: string): Recipe => {
  const recipe: Recipe = { args: {}, stages: [] };
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const stage = recipe.stages.at(-1);
    if (instruction.getKeyword() === 'FROM') recipe.stages.push(toStage(instruction as From));
    else if (stage) stage.steps.push(toStep(instruction));
    else Object.assign(recipe.args, Object.fromEntries(pairsOf(instruction)));
  }
  return recipe;
};

const toStage = (from: From): Stage => {
  const name = from.getBuildStage();
  const base = from.getImage();
  if (name === null || base === null) throw refusal(from, 'a stage needs a base and a name');
  return { name, base, steps: [] };
};

const toStep = (instruction: Instruction): Step => {
  const kind = instruction.getKeyword();
  const text = instruction.getArgumentsContent() ?? '';
  switch (kind) {
    case 'ARG':
    case 'ENV':
    case 'LABEL':
      return { kind, pairs: pairsOf(instruction) };
    case 'RUN':
    case 'WORKDIR':
    case 'USER':
      return { kind, text };
    case 'EXPOSE':
      return { kind, words: text.split(/\s+/) };
    case 'ENTRYPOINT':
    case 'CMD':
      return { kind, words: execForm(instruction as JSONInstruction) };
    case 'COPY':
      return toCopy(instruction as Copy);
    default:
      throw refusal(instruction, 'is not known here');
  }
};

const toCopy = (copy: Copy): Step => {
  const [source, target, ...more] = copy.getArguments().map((argument) => argument.getValue());
  // Whose the files are is of no weight in a folder, where one user has them all.
  const from = copy.getFlags().find((flag) => flag.getName() === 'from');
  const others = copy.getFlags().filter((flag) => !['from', 'chown'].includes(flag.getName()));
  if (source === undefined || target === undefined || more.length > 0 || others.length > 0)
    throw refusal(copy, 'copies one thing to one place');
  return { kind: 'COPY', from: from?.getValue() ?? undefined, source, target };
};

/** An image without a shell starts nothing that is not an array of words. */
const execForm = (instruction: JSONInstruction): string[] => {
  if (!instruction.getOpeningBracket()) throw refusal(instruction, 'is an array of words');
  return instruction.getJSONStrings().map((word) => word.getJSONValue());
};

const pairsOf = (instruction: Instruction): Pairs =>
  (instruction as PropertyInstruction)
    .getProperties()
    .map((property) => [property.getName(), property.getValue() ?? undefined]);

const refusal = (instruction: Instruction, why: string): Error =>
  new Error(`Dockerfile: ${instruction.toString()}: ${why}`);
