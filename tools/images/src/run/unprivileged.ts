import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRoot } from '@portico/launcher';

/** The user of the images. */
const NONROOT = { uid: 65532, gid: 65532 };

/** Whom processes run as: the user of the images where we may choose, else ourselves. */
export const processUser = (): typeof NONROOT | undefined => (isRoot() ? NONROOT : undefined);

/** A folder in the place of a volume: that user's, and nobody else's. */
export const makeVolume = (folder: string): void => {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { mode: 0o700 });
  const user = processUser();
  if (user) chownSync(folder, user.uid, user.gid);
};

/** Takes the right to write from everybody; root keeps it, which is why processes run as somebody else. */
export const makeReadOnly = (folder: string): void => void spawnSync('chmod', ['-R', 'a-w', folder]);

/** Gives it back to the owner, so that the folder can be removed. */
export const makeWritable = (folder: string): void => void spawnSync('chmod', ['-R', 'u+w', folder]);
