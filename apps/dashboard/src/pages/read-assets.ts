import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { WEB_FOLDER } from './web-folder.js';

/** A file of the pages in the forms that were made when they were built. */
export interface Asset {
  type: string;
  /** By the name of its encoding (RFC 9110 §8.4.1). */
  forms: ReadonlyMap<string, Buffer>;
  /** Whether its name changes with its content. */
  hashed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webp': 'image/webp',
};
const ENDINGS: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };

const readAsset = (folder: string, name: string, hashed: boolean): Asset | undefined => {
  const type = TYPES[extname(name)];
  if (!type) return undefined;
  const present = new Set(readdirSync(folder));
  const forms = new Map([['identity', readFileSync(join(folder, name))]]);
  for (const [encoding, ending] of Object.entries(ENDINGS))
    if (present.has(name + ending)) forms.set(encoding, readFileSync(join(folder, name + ending)));
  return { type, forms, hashed };
};

const readFolder = (folder: string, hashed: boolean): [string, Asset][] =>
  readdirSync(folder).flatMap((name) => {
    const asset = readAsset(folder, name, hashed);
    return asset ? [[name, asset] as [string, Asset]] : [];
  });

/** Every file below `/assets/` by its name: what is not here is not served, whatever a path says. */
export const readAssets = (): ReadonlyMap<string, Asset> =>
  new Map([
    ...readFolder(join(import.meta.dirname, 'assets'), false),
    ...readFolder(join(WEB_FOLDER, 'assets'), true),
  ]);
