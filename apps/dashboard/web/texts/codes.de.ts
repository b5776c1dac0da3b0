import type { Code } from '@portico/contracts';

/** The error catalogue in German. */
export const codesDe: Partial<Record<Code, { userText: string; adminText: string }>> = {};
