import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from './configuration-page.ts';
import { readVariableComments } from './environment-comments.ts';

const readers = readConfiguration(join(import.meta.dirname, '../../..'));
const find = (title: string, name: string) =>
  readers.find((reader) => reader.title === title)?.variables.find((variable) => variable.name === name);

describe(readVariableComments.name, () => {
  it('reads what is said of a variable, and in which schema', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'portico-docs-')), 'env.ts');
    writeFileSync(
      path,
      'const Mail = z.object({\n  /** How mails leave. */\n  SMTP_URL: z.url(),\n  other: 1 });',
    );
    expect(readVariableComments(path)).toEqual([
      { schema: 'Mail', name: 'SMTP_URL', comment: 'How mails leave.' },
    ]);
  });
});

describe('the configuration page', () => {
  it.each(readers.map(({ title, variables }) => [title, variables] as const))(
    'says what every variable of %s is for',
    (_, variables) => {
      expect(variables.length).toBeGreaterThan(3);
      expect(variables.filter(({ meaning }) => meaning === '').map(({ name }) => name)).toEqual([]);
    },
  );

  it('knows what must be set, what else counts, and what is secret', () => {
    expect(find('broker', 'PORT')).toMatchObject({ takes: 'integer, 1 to 65535', fallback: undefined });
    expect(find('broker', 'LOG_LEVEL')).toMatchObject({ fallback: '`info`', isSecret: false });
    expect(find('broker', 'PORTICO_EGRESS_ALLOW')).toMatchObject({ fallback: 'nothing' });
    expect(find('dashboard', 'PORTICO_CLIENT_SECRET')).toMatchObject({ isSecret: true, fallback: undefined });
  });

  it('tells the migration’s way into the database from the service’s', () => {
    const said = ['broker', 'Migration of a service'].map((title) => find(title, 'DATABASE_URL')?.meaning);
    expect(new Set(said).size).toBe(2);
  });
});
