import type { ImportResult } from '@portico/contracts';

/** What this tab knows of an import beyond what the server does; it outlives a reload, as long as the tab is there. */
export interface ImportMemory {
  fileName: string;
  fileSize: number;
  /** Whether the file was read to its end. */
  isDone: boolean;
  /** How much of the file is stored, from 0 to 1. */
  share: number;
  refused: ImportResult[];
}

const keyOf = (importId: string): string => `portico-import-${importId}`;

export const recall = (importId: string): ImportMemory | null => {
  const kept = sessionStorage.getItem(keyOf(importId));
  return kept === null ? null : (JSON.parse(kept) as ImportMemory);
};

/** Keeps it as far as there is room: what is forgotten is the list of refused lines, never what was stored. */
export const remember = (importId: string, memory: ImportMemory): void => {
  try {
    sessionStorage.setItem(keyOf(importId), JSON.stringify(memory));
  } catch {
    sessionStorage.removeItem(keyOf(importId));
  }
};
