import { closureOf, readImages, readManifest } from './workspace-map.ts';

// Prints the Nx projects that the images are made of.
const folders = Object.values(readImages('.')).flat();
console.log(
  closureOf('.', folders)
    .map((folder) => readManifest(folder).name)
    .join(),
);
