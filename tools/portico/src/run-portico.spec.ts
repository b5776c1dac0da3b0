import { jest } from '@jest/globals';
import { EXIT } from './failure.js';
import { runPortico } from './run-portico.js';

/** What a command writes to one of its streams. */
const listenTo = (stream: 'stdout' | 'stderr') => {
  const written: string[] = [];
  jest.spyOn(process[stream], 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  return written;
};

let out: string[];
let err: string[];
beforeEach(() => {
  out = listenTo('stdout');
  err = listenTo('stderr');
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe(runPortico.name, () => {
  it.each<[string, string[], string]>([
    ['an unknown command', ['applications', 'burn'], 'unknown command'],
    ['an unknown option', ['applications', 'list', '--burn'], 'unknown option'],
    ['a kind that does not exist', ['applications', 'create', 'phone', '--kind', 'native'], 'native'],
    ['an id that does not fit', ['applications', 'create', 'Phone!', '--kind', 'machine'], 'id: '],
    [
      'a field of another kind',
      ['applications', 'create', 'phone', '--kind', 'machine', '--id-token-seconds', '60'],
      'idTokenSeconds: does not belong',
    ],
    [
      'a lifetime that is no number',
      ['applications', 'update', 'phone', '--id-token-seconds', 'day'],
      'seconds',
    ],
    ['a key set that is none', ['applications', 'update', 'phone', '--jwks', '/nowhere'], 'JSON Web Key Set'],
    ['an audience that is a word', ['resource-servers', 'set', 'calls', '--audience', 'calls'], 'audience: '],
    ['a file that is not there', ['applications', 'apply', '/nowhere.yaml'], '/nowhere.yaml'],
    ['an environment without anything', ['applications', 'list'], 'PORTICO_URL is not set'],
    ['a house that never was', ['applications', 'list', '--demo', '--port-base', '1'], 'npm start'],
  ])('refuses %s, and says so on stderr alone', async (_, args, message) => {
    expect(await runPortico(args)).toBe(EXIT.misused);
    expect(err.join('')).toContain(message);
    expect(out).toEqual([]);
  });

  it('says a refusal as JSON if that was asked for', async () => {
    expect(await runPortico(['applications', 'list', '--json'])).toBe(EXIT.misused);
    expect(JSON.parse(err.join(''))).toEqual({ detail: expect.stringContaining('PORTICO_URL') });
  });

  it('explains itself', async () => {
    expect(await runPortico(['applications', 'apply', '--help'])).toBe(EXIT.done);
    expect(out.join('')).toContain('--dry-run');
  });
});
