import type { RotateSigningKeys, SigningKey, SigningKeyList } from '@portico/contracts';
import type { Command } from 'commander';
import { Portico } from './portico.js';
import { table } from './table.js';

const PATH = '/v1/signing-keys';

/** `portico keys …`: the keys that sign tokens. */
export const addKeyCommands = (program: Command): void => {
  const group = program.command('keys').description('The keys that sign tokens.');

  group
    .command('list')
    .description('The published keys, newest first.')
    .action(async (_options: object, command: Command) => {
      const portico = new Portico(command, ['keys:read']);
      const answer = await portico.broker.get<SigningKeyList>(PATH);
      portico.show(answer, () => keyTable(answer.keys));
    });

  group
    .command('rotate')
    .description('Begins the change to new keys, which sign once every application can know them.')
    .option('--immediately', 'after a leak: they sign at once, and every token that an older key signed dies')
    .action(async ({ immediately = false }: { immediately?: boolean }, command: Command) => {
      const portico = new Portico(command, ['keys:write']);
      const body: RotateSigningKeys = { immediately };
      const answer = await portico.broker.call<SigningKeyList>('POST', `${PATH}/rotate`, body);
      portico.show(answer, () => [...keyTable(answer.keys), '', whatNext(answer.keys)]);
    });
};

const keyTable = (keys: SigningKey[]): string[] =>
  table(
    ['key', 'algorithm', 'status', 'signs from', 'published until'],
    keys.map(({ kid, alg, status, activeFrom, publishedUntil }) => [
      kid,
      alg,
      status,
      activeFrom,
      publishedUntil ?? '',
    ]),
  );

const whatNext = (keys: SigningKey[]): string => {
  const next = keys.find(({ status }) => status === 'next');
  return next
    ? `The new keys sign from ${next.activeFrom} on. Nothing else is to be done.`
    : 'The new keys sign now. Tokens of older keys are refused; people sign in again where an application asks for it.';
};
