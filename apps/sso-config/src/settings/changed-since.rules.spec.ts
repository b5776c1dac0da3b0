import { choosePage, chooseReading, readCursor, writeCursor } from './changed-since.rules.js';

const now = { oldestOpen: 90n, next: 100n };
const after = '0199d5a0-0000-7000-8000-000000000001';

describe(chooseReading.name, () => {
  it.each([
    ['everything without a cursor', undefined, { since: 0n, horizon: 90n }],
    ['what changed since the cursor', '70', { since: 70n, horizon: 90n }],
    ['everything for a cursor from the future', '101', { since: 0n, horizon: 90n }],
    ['the rest, keeping the horizon of the first page', `70:${after}`, { since: 0n, after, horizon: 70n }],
  ])('reads %s', (_, cursor, reading) => {
    expect(chooseReading(cursor === undefined ? undefined : readCursor(cursor), now)).toEqual(reading);
  });
});

describe(writeCursor.name, () => {
  it.each(['70', `70:${after}`, '18446744073709551615'])('keeps %s as it is', (text) => {
    expect(writeCursor(readCursor(text))).toBe(text);
  });
});

describe(choosePage.name, () => {
  it.each([
    ['by number', ['a', 'b', 'c'], 2, 1000, ['a', 'b']],
    ['by size', ['a', 'b', 'c'], 10, 8, ['a', 'b']],
    ['at one document, however large', ['aaaaaaaaaaaa', 'b'], 10, 8, ['aaaaaaaaaaaa']],
    ['nowhere when all fit', ['a', 'b'], 2, 8, ['a', 'b']],
    ['nothing of nothing', [], 2, 8, []],
  ])('cuts %s', (_, documents, limit, bytes, page) => {
    expect(choosePage(documents, limit, bytes)).toEqual(page);
  });
});
