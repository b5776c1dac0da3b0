/** A cell that a spreadsheet would take for a formula is kept text by an apostrophe. */
const guarded = (cell: string): string => (/^[=+\-@\t]/.test(cell) ? `'${cell}` : cell);

/** CSV (RFC 4180) that is safe to open in a spreadsheet. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) => `${cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(',')}\r\n`)
    .join('');
