/** Rows under a head, each column as wide as its widest cell. */
export const table = (head: string[], rows: string[][]): string[] => {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** One thing, a line for each field that says something. */
export const recordLines = (record: object): string[] => {
  const fields = Object.entries(record).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.map(
    ([name, value]) =>
      `${name.padEnd(width)}  ${typeof value === 'string' ? value : value === null ? '-' : JSON.stringify(value)}`,
  );
};
