import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All files of a folder, as paths from it; links are not followed. */
export const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

/** What is of development alone, by its name; packages of others may call what they like a spec. */
const DEVELOPMENT = /\.(tsx?|mts|cts|map|tsbuildinfo)$/;
const OWN_DEVELOPMENT = /\.(spec|fixture|e2e)\.|(^|\/)(\.git|\.nx|\.env|Dockerfile|vite\.config)\b/;

/** Files that have no business in an image. */
export const findDevelopment = (files: string[]): string[] =>
  files.filter(
    (file) => DEVELOPMENT.test(file) || (!file.includes('node_modules/') && OWN_DEVELOPMENT.test(file)),
  );

interface Package {
  version?: string;
  link?: boolean;
  dev?: boolean;
  extraneous?: boolean;
}

interface Lock {
  packages: Record<string, Package>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** The packages that lie in the tree, each as `name@version`. */
export const listPackages = (app: string): string[] => {
  const found = listFiles(app).filter((file) =>
    /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(file),
  );
  return found
    .filter((file) => !lstatSync(join(app, file, '..')).isSymbolicLink())
    .map((file) => readJson(join(app, file)) as { name?: string; version?: string })
    .map(({ name = '', version = '' }) => `${name}@${version}`);
};

/** What the SBOM lists besides our own workspaces, each as `name@version`. */
export const listComponents = (app: string): string[] => {
  const { components } = readJson(join(app, 'sbom.cdx.json')) as {
    components: { group?: string; name: string; version: string; purl?: string }[];
  };
  const { workspaces } = readJson(join(app, 'package.json')) as { workspaces: string[] };
  const isOwn = ({ purl = '' }: { purl?: string }): boolean =>
    workspaces.some((folder) => {
      const { name } = readJson(join(app, folder, 'package.json')) as { name: string };
      return purl.startsWith(`pkg:npm/${name.replace('@', '%40')}@`);
    });
  return components
    .filter((component) => !isOwn(component))
    .map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`);
};

/** The packages of a tree that the repository's lock has for development alone. */
export const findDevelopmentPackages = (app: string, lockFile: string): string[] => {
  const { packages } = readJson(lockFile) as Lock;
  return Object.entries(packages)
    .filter(([path, { dev }]) => dev === true && existsSync(join(app, path)))
    .map(([path]) => path);
};

/** How many bytes a folder's files have. */
export const sizeOf = (folder: string): number =>
  listFiles(folder).reduce((sum, file) => sum + lstatSync(join(folder, file)).size, 0);
