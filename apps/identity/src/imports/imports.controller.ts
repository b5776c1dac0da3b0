import { once } from 'node:events';
import {
  AppError,
  Id,
  ImportedUser,
  ImportResult,
  ImportResultPage,
  type Principal,
  UserImport,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, newId, Operation } from '@portico/service-kit';
import {
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { readId } from '../users/user.rules.js';
import { type ImportRequest, ImportUsers } from './import-users.js';
import { ListImportResults } from './list-import-results.js';
import { ReadImport } from './read-import.js';

const ImportQuery = z.strictObject({
  /** Chosen by the caller; the same again goes on with the import. */
  importId: Id.optional(),
  /** Which line of the import this body begins with. */
  from: z.coerce.number().int().min(1).max(2_000_000_000).default(1),
});

const ResultQuery = z.strictObject({
  /** Only lines that were refused are kept. */
  outcome: z.literal('refused').default('refused'),
  /** `nextLine` of the page before; left out for the first. */
  after: z.coerce.number().int().min(0).max(2_000_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

@Controller('v1/tenants/:tenantId/user-imports')
@UseGuards(AccessTokenGuard)
export class ImportsController {
  constructor(
    private readonly importUsers: ImportUsers,
    private readonly read: ReadImport,
    private readonly list: ListImportResults,
  ) {}

  @Post()
  @Operation('importUsers', {
    summary: 'Adds and changes users line by line, and answers what became of each line, in their order.',
    description: `NDJSON, or CSV (RFC 4180, UTF-8, commas, a record on one line) whose first line names the columns; lines of at most 64 kB, as many as you like. A line means the user with its \`id\`, else with its \`externalId\`, else with its \`email\`; nobody: it adds one. Of a user who exists only what the line says is changed, and nothing is written where nothing changes. Identities in \`links\` (NDJSON only) are pinned with the user of the line, all or none: one of somebody else, or a second one of a connection, refuses the line with \`link_conflict\`. A line that is refused says why, and the others go in. Empty lines count and are passed over.

Lines are stored by the batch and answered as they are, so read the answer while you send. When the connection breaks, ask how far it came and send the rest with the same \`importId\` and \`from\`; or send the whole once more: lines that are stored already are answered \`unchanged\`, whatever became of them; the refused ones can be asked for. Roles of the platform are given by operators and machine applications only.`,
    streams: {
      takes: { 'application/x-ndjson': ImportedUser, 'text/csv': ImportedUser },
      gives: { 'application/x-ndjson': ImportResult },
    },
    gives: ['Location'],
    refuses: ['import_out_of_step'],
  })
  @NeedsScope('users:write')
  @HttpCode(HttpStatus.OK)
  async post(
    @Param('tenantId') tenantId: string,
    @Query({ schema: ImportQuery }) { importId = newId(), from }: z.infer<typeof ImportQuery>,
    @Bearer() bearer: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const results = await this.importUsers.run({
      import: { tenantId, id: importId },
      from,
      format: formatOf(request),
      body: request,
      bearer,
    });
    response.type('application/x-ndjson').location(`/v1/tenants/${tenantId}/user-imports/${importId}`);
    await send(results, response);
  }

  @Get(':importId')
  @Operation('getUserImport', {
    summary: 'How far an import has come; kept for 30 days.',
    answers: UserImport,
  })
  @NeedsScope('users:read')
  async get(@Param('tenantId') tenantId: string, @Param('importId') importId: string): Promise<UserImport> {
    return await this.read.run({ tenantId, id: readId(importId) });
  }

  @Get(':importId/results')
  @Operation('listImportResults', {
    summary: 'The lines that an import has refused and why, in their order; kept for a day.',
    description: 'Of one import the first 10,000 are kept; `counts` of the import has them all.',
    answers: ImportResultPage,
  })
  @NeedsScope('users:read')
  async getResults(
    @Param('tenantId') tenantId: string,
    @Param('importId') importId: string,
    @Query({ schema: ResultQuery }) { after, limit }: z.infer<typeof ResultQuery>,
  ): Promise<ImportResultPage> {
    return await this.list.run({ tenantId, id: readId(importId) }, { after, limit });
  }
}

const formatOf = (request: Request): ImportRequest['format'] => {
  const encoding = request.get('content-encoding') ?? 'identity';
  const type = request.is(['application/x-ndjson', 'text/csv']);
  if (encoding === 'identity' && type === 'application/x-ndjson') return 'ndjson';
  if (encoding === 'identity' && type === 'text/csv') return 'csv';
  throw new AppError('request_invalid', { detail: 'neither NDJSON nor CSV, or compressed' });
};

/** Writes results as fast as they are read, and takes no more of them once nobody reads. */
const send = async (results: AsyncIterable<ImportResult[]>, response: Response): Promise<void> => {
  const closed = new AbortController();
  response.once('close', () => {
    closed.abort();
  });
  try {
    for await (const some of results) {
      const text = some.map((result) => `${JSON.stringify(result)}\n`).join('');
      if (!response.write(text)) await once(response, 'drain', { signal: closed.signal });
      if (closed.signal.aborted) return;
    }
    response.end();
  } catch (error) {
    if (closed.signal.aborted) return;
    // What was sent cannot become a refusal any more: the break tells that lines are missing.
    if (response.headersSent) response.destroy();
    throw error;
  }
};
