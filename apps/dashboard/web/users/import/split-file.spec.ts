import { formatOf, hasSemicolons, readHead, splitFile, type Chunk, type SplitOptions } from './split-file.js';

const chunksOf = async (text: string, options: Partial<SplitOptions> = {}): Promise<Chunk[]> => {
  const chunks: Chunk[] = [];
  const wanted = { format: 'csv', from: 1, linesAtMost: 2, ...options } as const;
  for await (const chunk of splitFile(new Blob([text]), wanted)) chunks.push(chunk);
  return chunks;
};

describe(splitFile.name, () => {
  it('sends the header of CSV with every part, and counts without it', async () => {
    const text = 'email,name\r\na,A\r\nb,B\r\nc,C\r\n';
    expect(await chunksOf(text)).toMatchObject([
      { from: 1, to: 2, text: 'email,name\na,A\nb,B\n' },
      { from: 3, to: 3, text: 'email,name\nc,C\n', bytesRead: text.length },
    ]);
  });

  it('ends no part with an empty line, which the server would not store', async () => {
    expect(await chunksOf('h\na\n\n\nb\nc\n\n\n')).toMatchObject([
      { from: 1, to: 4, text: 'h\na\n\n\nb\n' },
      { from: 5, to: 5, text: 'h\nc\n' },
    ]);
    expect(await chunksOf('h\n\n\n')).toEqual([]);
  });

  it('goes on after the lines that are stored', async () => {
    expect(await chunksOf('h\na\nb\nc\nd\n', { from: 3 })).toMatchObject([
      { from: 3, to: 4, text: 'h\nc\nd\n' },
    ]);
    expect(await chunksOf('h\na\n', { from: 2 })).toEqual([]);
  });

  it('takes NDJSON as it is, keeps letters of several bytes whole, and ends parts by length too', async () => {
    const text = '{"name":"Jörg"}\n{"name":"Åsa"}';
    expect(await chunksOf(text, { format: 'ndjson', linesAtMost: 10, charactersAtMost: 10 })).toMatchObject([
      { from: 1, to: 1, text: '{"name":"Jörg"}\n' },
      { from: 2, to: 2, text: '{"name":"Åsa"}\n' },
    ]);
  });
});

it('reads of a file what kind it is', async () => {
  expect(formatOf({ name: 'people.NDJSON' })).toBe('ndjson');
  expect(formatOf({ name: 'people.csv' })).toBe('csv');
  expect(await readHead(new Blob(['\ufeffemail;name\r\na;b']))).toEqual({
    header: 'email;name',
    hasLines: true,
  });
  expect(hasSemicolons('email;name')).toBe(true);
  expect(hasSemicolons('email,"a;b"')).toBe(false);
});
