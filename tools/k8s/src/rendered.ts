import { readFileSync } from 'node:fs';
import { renderedFile, type Overlay } from './folders.ts';

const HEADER =
  /^# Rendered from k8s\/overlays\/(\w+) by `npm run k8s`\. Do not edit\.\n# sources: ([0-9a-f]{64})\n/;

/** A rendered file as it is kept: what it was made from, and the YAML. */
export const withHeader = (overlay: Overlay, hash: string, yaml: string): string =>
  `# Rendered from k8s/overlays/${overlay} by \`npm run k8s\`. Do not edit.\n# sources: ${hash}\n${yaml}`;

/** The kept file of an overlay, taken apart. */
export const readRendered = (overlay: Overlay): { hash: string; yaml: string } => {
  const text = readFileSync(renderedFile(overlay), 'utf8');
  const header = HEADER.exec(text);
  if (header?.[1] !== overlay) throw new Error(`k8s/rendered/${overlay}.yaml has lost its header`);
  return { hash: header[2] ?? '', yaml: text.slice(header[0].length) };
};
