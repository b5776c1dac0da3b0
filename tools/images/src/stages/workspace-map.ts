import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a stage reads of a package.json. */
export interface Manifest {
  name: string;
  version: string;
  license?: string;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  nx?: object;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** The package.json of a folder. */
export const readManifest = (folder: string): Manifest => readJson(join(folder, 'package.json')) as Manifest;

/** The workspaces whose programs are in each image, by the name of the image. */
export const readImages = (root: string): Record<string, string[]> =>
  readJson(join(root, 'tools', 'images', 'images.json')) as Record<string, string[]>;

/** The workspaces of an image. Throws for a name that no image has. */
export const programsOf = (root: string, service: string): string[] => {
  const images = readImages(root);
  const programs = Object.hasOwn(images, service) ? images[service] : undefined;
  if (!programs) throw new Error(`SERVICE must be one of ${Object.keys(images).join(', ')}`);
  return programs;
};

/** The folders of all workspaces, as paths from the root. */
export const listWorkspaces = (root: string): string[] =>
  (readManifest(root).workspaces ?? []).flatMap((pattern) => {
    const parent = pattern.replace(/\/\*$/, '');
    return readdirSync(join(root, parent))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .sort();
  });

/** These workspaces and every workspace that they depend on, directly or not. */
export const closureOf = (root: string, folders: string[]): string[] => {
  const byName = new Map(
    listWorkspaces(root).map((folder) => [readManifest(join(root, folder)).name, folder]),
  );
  const found = new Set(folders);
  for (const folder of found) {
    const { dependencies = {} } = readManifest(join(root, folder));
    for (const name of Object.keys(dependencies)) {
      const workspace = byName.get(name);
      if (workspace !== undefined) found.add(workspace);
    }
  }
  return [...found].sort();
};
