import type { Code, ConnectionTest } from '@portico/contracts';

/** The page at the end of a test sign-in. */
export interface TestPage {
  title: string;
  lead: string;
  note?: string;
  refusal?: { code: Code; text: string };
  upstreamError?: ConnectionTest['upstreamError'];
  /** What helps, as sentences. */
  remedies?: string[];
  reference?: string | null;
}
