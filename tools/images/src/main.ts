import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  readLauncherEnvironment,
  Refusal,
  removeCluster,
  runCommand,
  temporaryFolder,
  terminalProgress,
} from '@portico/launcher';
import type { Built } from './folder-builder.ts';
import { buildImages, IMAGES } from './image-set.ts';
import { ComposeInFolders } from './run/compose-in-folders.ts';
import { makeWritable } from './run/unprivileged.ts';
import { listComponents, sizeOf } from './tree.ts';

const MEGABYTE = 1024 * 1024;

const readOptions = () => {
  try {
    const options = {
      folder: { type: 'string' },
      'from-scratch': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch {
    throw new Refusal('npm run images knows: --folder <where the images are to stay> --from-scratch --json');
  }
};

interface ImageLine {
  image: string;
  packages: number;
  megabytes: number;
}

const describeImage = (image: string, { folder, workdir }: Built): ImageLine => {
  const app = join(folder, workdir);
  return { image, packages: listComponents(app).length, megabytes: Math.round(sizeOf(app) / MEGABYTE) };
};

/** Builds every image in a folder, brings docker-compose.yml up on them, and tells their sizes. */
runCommand(async (onStop) => {
  const { folder, 'from-scratch': fromScratch, json } = readOptions();
  const work = folder ?? temporaryFolder('images');
  const environment = readLauncherEnvironment();
  const write = (text: string): void => void (json ? process.stderr : process.stdout).write(text);
  const progress = terminalProgress(2, write);
  const lines: ImageLine[] = [];
  const images = await progress.step('Building the images', () =>
    buildImages({
      work,
      environment,
      fromScratch,
      onBuilt: (service, built) => {
        lines.push(describeImage(service, built));
        progress.note(`${service} (${String(lines.length)} of ${String(IMAGES.length)})`);
      },
    }),
  );
  const image = async (service: string): Promise<Built> => {
    const built = images.get(service);
    if (!built) throw new Refusal(`There is no image ${service}.`);
    return built;
  };
  const stack = new ComposeInFolders({ work, environment, progress, image });
  onStop(() => stack.group.stopAll());
  await progress.step('Bringing docker-compose.yml up on them', () => stack.open());
  await stack.group.stopAll();
  if (json) console.log(JSON.stringify(lines, null, 2));
  else console.table(lines);
  removeCluster(join(work, 'servers'));
  if (folder === undefined) {
    makeWritable(work);
    rmSync(work, { recursive: true, force: true });
  }
  return 0;
});
