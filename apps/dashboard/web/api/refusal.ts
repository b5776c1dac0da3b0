import type { Code } from '@portico/contracts';

/** A field of a request that does not fit. */
export interface Fault {
  /** RFC 6901. */
  pointer: string;
  message: string;
  corrected?: string;
}

interface RefusalInput {
  code: Code | 'offline';
  status: number;
  detail?: string;
  traceId?: string;
  faults?: Fault[];
}

/** Why a request was refused or could not be sent; the sentence for it is in the texts, by its code. */
export class Refusal extends Error {
  readonly code: Code | 'offline';
  readonly status: number;
  /** What the server says, in English: for the parts of a sentence that the catalogue cannot know. */
  readonly detail: string;
  /** What support finds the request by. */
  readonly traceId: string | undefined;
  readonly faults: readonly Fault[];

  constructor({ code, status, detail = '', traceId, faults = [] }: RefusalInput) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.traceId = traceId;
    this.faults = faults;
  }
}

/** No answer came: the network, or the dashboard's server, is away. */
export const offline = (): Refusal => new Refusal({ code: 'offline', status: 0 });

interface ProblemBody {
  code?: unknown;
  detail?: string;
  traceId?: string;
  errors?: Fault[];
}

const codeOf = (status: number, code: unknown): Code => {
  // The catalogue is not at hand here; a code that it lacks has no sentence, and the page says that something failed.
  if (typeof code === 'string') return code as Code;
  if (status === 401) return 'token_invalid';
  if (status === 403) return 'scope_insufficient';
  if (status === 404) return 'not_found';
  if (status === 429) return 'too_many_attempts';
  return status >= 502 ? 'try_again' : 'internal_error';
};

/** Reads problem details (RFC 9457), or makes the best of an answer that has none. */
export const readRefusal = async (answer: Response): Promise<Refusal> => {
  const body = await answer
    .json()
    .then((value: unknown) => (value ?? {}) as ProblemBody)
    .catch((): ProblemBody => ({}));
  return new Refusal({
    code: codeOf(answer.status, body.code),
    status: answer.status,
    detail: body.detail,
    traceId: body.traceId,
    faults: body.errors,
  });
};

/** Any error as a refusal; what is none is a mistake of these pages. */
export const toRefusal = (error: unknown): Refusal =>
  error instanceof Refusal
    ? error
    : new Refusal({
        code: 'internal_error',
        status: 500,
        detail: error instanceof Error ? error.message : '',
      });
