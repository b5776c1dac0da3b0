/** Where a reader of changes stands. */
export interface ChangesCursor {
  /** The transaction number to go on from once there is nothing more to read. */
  horizon: bigint;
  /** Set while pages follow: the last tenant of the page before. */
  after?: string;
}

/** `<horizon>`, or `<horizon>:<last tenant id>` while pages follow. */
export const readCursor = (text: string): ChangesCursor => {
  const [horizon = '0', after] = text.split(':');
  return { horizon: BigInt(horizon), ...(after && { after }) };
};

/** The text form that `readCursor` reads. */
export const writeCursor = ({ horizon, after }: ChangesCursor): string =>
  after ? `${horizon}:${after}` : `${horizon}`;

/** What to read, and from where to go on after the last page. */
export interface Reading {
  since: bigint;
  after?: string;
  horizon: bigint;
}

/**
 * Chooses what a question reads. A first question reads all tenants, and so does every page after the first: its
 * cursor carries the horizon of the first page, which the reader goes on from afterwards, because a tenant of an
 * earlier page may change while the later pages are read. A cursor from the future is of another database (a
 * restored backup begins its transaction numbers anew) and says nothing about this one.
 */
export const chooseReading = (
  cursor: ChangesCursor | undefined,
  { oldestOpen, next }: { oldestOpen: bigint; next: bigint },
): Reading => {
  if (!cursor || cursor.horizon > next) return { since: 0n, horizon: oldestOpen };
  if (cursor.after) return { since: 0n, after: cursor.after, horizon: cursor.horizon };
  return { since: cursor.horizon, horizon: oldestOpen };
};

/** As many documents from the front as fit into one message, at least one. */
export const choosePage = <T>(documents: readonly T[], limit: number, byteLimit: number): T[] => {
  let bytes = 0;
  const end = documents.findIndex((document, index) => {
    bytes += Buffer.byteLength(JSON.stringify(document)) + 1;
    return index > 0 && (index >= limit || bytes > byteLimit);
  });
  return documents.slice(0, end === -1 ? undefined : end);
};
