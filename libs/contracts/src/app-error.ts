import { CODES, type Code, type CodeEntry } from './codes.js';

/** What a door may need besides the code; none of it reaches a stranger except `fields` and `changes`. */
export interface AppErrorDetails {
  /** For the log only: what happened, without tokens, codes, secrets or claim values. */
  detail?: string;
  cause?: unknown;
  /** Fields of a request that do not fit, by JSON pointer (RFC 6901). */
  fields?: FieldFault[];
  /** What others have saved in the meantime. */
  changes?: OtherChange[];
}

/** A save of somebody else's: which revision, by whom, when, and the names of the fields that it changed. */
export interface OtherChange {
  revision: number;
  savedBy: string;
  savedAt: string;
  changed: string[];
}

/** One field of a request that was refused. */
export interface FieldFault {
  pointer: string;
  message: string;
  /** What was probably meant, where it can be computed. */
  corrected?: string;
}

/** A named refusal: every failure that Portico explains is one of the catalogue's codes. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly detail?: string;
  readonly fields?: FieldFault[];
  readonly changes?: OtherChange[];

  constructor(
    readonly code: Code,
    { detail, cause, fields, changes }: AppErrorDetails = {},
  ) {
    super(detail ? `${code}: ${detail}` : code, { cause });
    this.detail = detail;
    this.fields = fields;
    this.changes = changes;
  }

  get entry(): CodeEntry {
    return CODES[this.code];
  }
}
