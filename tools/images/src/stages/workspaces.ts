import { argument } from './arguments.ts';
import { closureOf, programsOf } from './workspace-map.ts';

// Prints the options by which npm takes an image's own workspaces and no others.
const folders = closureOf('.', programsOf('.', argument(0, 'the name of the image')));
console.log(folders.map((folder) => `--workspace=${folder}`).join(' '));
