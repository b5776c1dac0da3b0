import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import type { IContainer } from 'kubernetes-models/v1';
import { environmentOf, type Manifest, mountedFiles, type Workload } from './manifests.ts';

const random = (): string => randomBytes(32).toString('base64url');
const keySet = (secret: object): string =>
  JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: random(), y: random(), kid: 'one', ...secret }] });

/** What the file of this name holds, as `portico bootstrap` makes it. */
const contentOf = (name: string): string => {
  if (name.endsWith('.nk')) return new TextDecoder().decode(createUser().getSeed());
  if (name.includes('database-url')) return `postgres://${name}:${random()}@127.0.0.1:1/portico\n`;
  if (name.endsWith('-cookies.json')) return JSON.stringify([random()]);
  if (name === 'sealing-public.json') return keySet({});
  if (name.endsWith('.json')) return keySet({ d: random() });
  if (name === 'smtp-url') return `smtps://portico:${random()}@mail.example.com`;
  return random();
};

/**
 * The environment of a container as its process finds it: the files that are mounted are there, below a folder of this
 * machine, and no others.
 */
export const settleIn = (
  manifests: Manifest[],
  workload: Workload,
  container: IContainer,
): { root: string; environment: Record<string, string> } => {
  const root = mkdtempSync(join(tmpdir(), 'portico-k8s-'));
  for (const { key, path } of mountedFiles(workload, container)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contentOf(key));
  }
  const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
  const environment = Object.fromEntries(
    Object.entries(environmentOf(manifests, container)).map(([name, value]) => [
      name,
      mounts.some((mount) => value.startsWith(`${mount}/`)) ? join(root, value) : value,
    ]),
  );
  return { root, environment };
};
