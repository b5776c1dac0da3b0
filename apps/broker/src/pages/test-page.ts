import type { AppError, ConnectionTest } from '@portico/contracts';

/** The page at the end of a test sign-in. */
export interface TestPage {
  title: string;
  lead?: string;
  note?: string;
  refusal?: AppError;
  upstreamError?: ConnectionTest['upstreamError'];
  /** What helps, as sentences. */
  remedies?: string[];
  reference?: string | null;
}
