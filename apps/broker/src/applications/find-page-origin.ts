import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** Whether some public application has pages at this origin: what a browser asks before it knows which one. */
@Injectable()
export class FindPageOrigin {
  constructor(private readonly database: Database) {}

  async run(origin: string): Promise<boolean> {
    if (!/^https?:\/\//.test(origin)) return false;
    const [row] = await this.database.atOnce(
      async (tx) =>
        await tx.query<{ known: boolean }[]>(
          `SELECT EXISTS (SELECT FROM application, unnest(redirect_uris) AS uri
             WHERE kind = 'public' AND starts_with(lower(uri), $1 || '/')) AS known`,
          [origin],
        ),
    );
    return row?.known === true;
  }
}
