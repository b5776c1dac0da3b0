import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { UserPage } from '@portico/contracts';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { findTenant } from '../find-tenant.js';
import { Portico } from '../portico.js';
import { chooseFormat, toHead, toLine } from './format.rules.js';

interface ExportOptions {
  format?: string;
  output?: string;
  withoutIds?: true;
}

const PAGE = 100;
const TELL_EVERY = 5000;

/** `portico users export`: page by page, so that a tenant of any size takes as much memory as one page. */
export const exportUsers = async (
  name: string,
  { format: asked, output, withoutIds }: ExportOptions,
  command: Command,
): Promise<void> => {
  const format = chooseFormat(asked, output);
  const portico = new Portico(command, ['tenants:read', 'users:read']);
  const tenant = await findTenant(portico, name);
  const target = output === undefined ? process.stdout : await openFile(output);
  await write(target, toHead(format, !withoutIds));
  let count = 0;
  for (let after: string | null = ''; after !== null;) {
    const query: string = `limit=${PAGE}${after && `&after=${after}`}`;
    const page: UserPage = await portico.identity.get<UserPage>(`/v1/tenants/${tenant.id}/users?${query}`);
    await write(target, page.users.map((user) => toLine(user, format, !withoutIds)).join(''));
    count += page.users.length;
    if (count % TELL_EVERY === 0 && count > 0) portico.tell(`${tenant.slug}: ${count} users`);
    after = page.nextCursor;
  }
  const told = `${tenant.slug}: ${count} users exported`;
  if (output === undefined) return portico.tell(`${told}.`);
  target.end();
  await finished(target);
  portico.show({ tenant: tenant.slug, users: count, file: output }, () => [`${told} to ${output}.`]);
};

/** For its owner alone: it names people. */
const openFile = async (path: string): Promise<WriteStream> => {
  const stream = createWriteStream(path, { mode: 0o600 });
  try {
    await once(stream, 'open');
    return stream;
  } catch {
    throw new Failure(EXIT.misused, `The file ${path} cannot be written.`);
  }
};

const write = async (target: NodeJS.WritableStream, text: string): Promise<void> => {
  if (!target.write(text)) await once(target, 'drain');
};
