import pg, { type Connection } from 'pg';
import { toParameter } from './database-values.rules.js';

/** A statement under the name that it is prepared as; one name always means one text. */
export interface NamedStatement {
  name: string;
  text: string;
  values: readonly unknown[];
}

/** What a statement gave. */
export interface StatementResult {
  /** Such as `SELECT` or `UPDATE`. */
  command: string;
  rows: Record<string, unknown>[];
  count: number;
}

interface Column {
  name: string;
  read: (text: string) => unknown;
}

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** Statements that the server has prepared on a connection, with the columns that they answer with. */
const prepared = new WeakMap<Connection, Map<string, Column[]>>();

/** What pg declares with a second argument that it does not have, or not at all. */
interface Wire {
  stream: Connection['stream'];
  close: (message: { type: 'S'; name: string }) => void;
  parse: (message: { name: string; text: string; types: number[] }) => void;
  bind: (message: { statement: string; values: (string | null)[] }) => void;
  describe: (message: { type: 'P'; name: string }) => void;
  execute: (message: object) => void;
  sync: () => void;
}

/**
 * Several prepared statements in one round trip with one Sync behind them. Without a BEGIN among them the server takes
 * them as one transaction: none of it happens if one fails. Handed to `Client.query`, whose own queries each bring a
 * Sync, and so a round trip and an answer of their own.
 * @see https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class Batch {
  /** Set by pg's client. */
  callback: (error: Error | null, results?: StatementResult[]) => void = () => undefined;
  /** The statement that the server is at, or failed at. */
  at = 0;
  private readonly results: StatementResult[] = [];
  private columns: Column[] = [];
  private rows: Record<string, unknown>[] = [];
  private known = new Map<string, Column[]>();

  constructor(private readonly statements: readonly NamedStatement[]) {}

  /** For whoever watches statements: pg itself does not read it of what submits itself. */
  get text(): string {
    return this.statements.map(({ text }) => text).join('; ');
  }

  submit(connection: Connection): null {
    const known = prepared.get(connection) ?? new Map<string, Column[]>();
    prepared.set(connection, known);
    this.known = known;
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    for (const statement of this.statements) this.send(wire, statement);
    wire.sync();
    wire.stream.uncork();
    this.expect();
    return null;
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: TypeId }[] }): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      read: pg.types.getTypeParser(dataTypeID) as Column['read'],
    }));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    for (const [index, { name, read }] of this.columns.entries()) {
      const text = fields[index] ?? null;
      row[name] = text === null ? null : read(text);
    }
    this.rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const name = this.statements[this.at]?.name ?? '';
    if (!this.known.has(name)) this.known.set(name, this.columns);
    const [command = ''] = text.split(' ', 1);
    this.results.push({ command, rows: this.rows, count: Number(/\d+$/.exec(text)?.[0] ?? 0) });
    this.at += 1;
    this.expect();
  }

  handleReadyForQuery(): void {
    this.callback(null, this.results);
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  private expect(): void {
    this.rows = [];
    this.columns = this.known.get(this.statements[this.at]?.name ?? '') ?? [];
  }

  private send(wire: Wire, { name, text, values }: NamedStatement): void {
    const isKnown = this.known.has(name);
    if (!isKnown) {
      // After a failure nobody knows whether the server got as far as preparing it; to close what is not there is no error.
      wire.close({ type: 'S', name });
      wire.parse({ name, text, types: [] });
    }
    wire.bind({ statement: name, values: values.map(toParameter) });
    if (!isKnown) wire.describe({ type: 'P', name: '' });
    wire.execute({});
  }
}
