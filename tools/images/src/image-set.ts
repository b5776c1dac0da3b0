import { join } from 'node:path';
import { type LauncherEnvironment, ROOT } from '@portico/launcher';
import type { Built } from './folder-builder.ts';
import { openFolders } from './folders.ts';
import { makeReadOnly } from './run/unprivileged.ts';
import { readImages } from './stages/workspace-map.ts';

export interface ImageSetOptions {
  work: string;
  environment: LauncherEnvironment;
  fromScratch?: boolean;
  /** Told of each image when it is there. */
  onBuilt?: (service: string, built: Built) => void;
}

/** The names of all images. */
export const IMAGES = Object.keys(readImages(ROOT));

/** Installs of as many images at once: npm waits as much as it computes. */
const AT_ONCE = 2;

/** Builds every image in a folder and takes the right to write from it. */
export const buildImages = async (options: ImageSetOptions): Promise<ReadonlyMap<string, Built>> => {
  const builder = openFolders(options);
  const images = new Map<string, Built>();
  const waiting = [...IMAGES];
  const buildSome = async (): Promise<void> => {
    for (let service = waiting.shift(); service !== undefined; service = waiting.shift()) {
      const built = await builder.build('image', { SERVICE: service });
      makeReadOnly(join(built.folder, built.workdir));
      images.set(service, built);
      options.onBuilt?.(service, built);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, buildSome));
  return images;
};
