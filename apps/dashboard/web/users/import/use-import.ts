import type { UserImport } from '@portico/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTenantId } from '../../api/session.js';
import { useReload } from '../users.js';
import { recall, remember, type ImportMemory } from './import-memory.js';
import { runImport } from './run-import.js';

export interface ImportState {
  /** `stopped` by a pause, by a refusal or by a connection that stayed away. */
  phase: 'idle' | 'running' | 'waiting' | 'stopped' | 'done';
  memory: ImportMemory | null;
  stored: UserImport | null;
  error: Error | null;
}

const beginOf = (importId: string): ImportState => {
  const memory = recall(importId);
  return { phase: memory?.isDone === true ? 'done' : 'idle', memory, stored: null, error: null };
};

const isPause = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** The import of one file: begun, paused, gone on with; it stops when one leaves the page, and can be gone on with. */
export const useImport = (
  importId: string,
): ImportState & { start: (file: File) => void; stop: () => void } => {
  const tenantId = useTenantId();
  const reload = useReload();
  const [state, setState] = useState(() => beginOf(importId));
  const running = useRef<AbortController | null>(null);
  const change = (changed: Partial<ImportState>): void => setState((now) => ({ ...now, ...changed }));
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const start = (file: File): void => {
    const controller = new AbortController();
    running.current = controller;
    let memory: ImportMemory = {
      fileName: file.name,
      fileSize: file.size,
      isDone: false,
      share: state.memory?.share ?? 0,
      refused: state.memory?.refused ?? [],
    };
    const keep = (changed: Partial<ImportMemory>): void => {
      memory = { ...memory, ...changed };
      remember(importId, memory);
      change({ memory });
    };
    keep({});
    change({ phase: 'running', error: null });
    runImport({
      tenantId,
      importId,
      file,
      signal: controller.signal,
      onWaiting: (isWaiting) => change({ phase: isWaiting ? 'waiting' : 'running' }),
      onStored: (stored, refused, share) => {
        change({ stored });
        keep({ share, refused: [...memory.refused, ...refused] });
      },
    })
      .then(() => {
        keep({ isDone: true, share: 1 });
        change({ phase: 'done' });
      })
      .catch((error: unknown) =>
        change({ phase: 'stopped', error: isPause(error) ? null : (error as Error) }),
      )
      .finally(() => void reload());
  };
  return { ...state, start, stop };
};
