import pg from 'pg';

/** One kind of statement, with placeholders for its values. */
export interface Statement {
  database: string;
  query: string;
  calls: number;
  /** Inside the executor, planning not counted. */
  milliseconds: number;
}

/** The server's own books: statements by pg_stat_statements, writing transactions by their numbers. */
export class Books {
  private readonly client: pg.Client;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  static async open(superuserUrl: string): Promise<Books> {
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    const books = new Books(client);
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await books.count(false);
    return books;
  }

  /** A database that is not there yet. */
  async makeDatabase(name: string): Promise<void> {
    await this.client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  }

  async version(): Promise<string> {
    const { rows } = await this.client.query<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    );
    return rows[0]?.version ?? '';
  }

  /** Counting costs the server time, so it is off wherever that is measured. */
  async count(on: boolean): Promise<void> {
    await this.client.query(`ALTER SYSTEM SET pg_stat_statements.track = ${on ? 'top' : 'none'}`);
    await this.client.query('SELECT pg_reload_conf(), pg_stat_statements_reset()');
    // The other sessions notice before their next statement.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }

  async statements(): Promise<Statement[]> {
    const { rows } = await this.client.query<Statement>(
      `SELECT datname AS database, query, calls::int, total_exec_time AS milliseconds
         FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
        WHERE datname <> 'postgres' ORDER BY total_exec_time DESC`,
    );
    return rows;
  }

  /** A number is taken by each transaction that writes, and by no other. */
  async writingTransactions(): Promise<number> {
    const { rows } = await this.client.query<{ next: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
    );
    return Number(rows[0]?.next);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
