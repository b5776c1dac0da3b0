import { toCsv } from './csv.rules.js';

it('keeps what a spreadsheet would run, and quotes', () => {
  expect(
    toCsv([
      ['line', 'reason'],
      ['1', '=HYPERLINK("https://evil.example")'],
    ]),
  ).toBe('"line","reason"\r\n"1","\'=HYPERLINK(""https://evil.example"")"\r\n');
});
