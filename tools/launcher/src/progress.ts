/** Where a command tells how far it is. */
export interface Progress {
  /** Does one numbered step and says how long it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** A remark within the present step, such as a download. */
  note(text: string): void;
  /** A line of somebody else, such as a process. */
  line(text: string): void;
}

/** Progress on the terminal: `[3/9] Postgres … 1.2 s`. */
export const terminalProgress = (
  total: number,
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Progress => {
  let number = 0;
  let lineOpen = false;
  const line = (text: string): void => {
    write(`${lineOpen ? '\n' : ''}${text}\n`);
    lineOpen = false;
  };
  return {
    async step(title, work) {
      const startedAt = Date.now();
      number += 1;
      write(`[${number}/${total}] ${title} …`);
      lineOpen = true;
      const finish = (outcome: string): void => {
        write(`${lineOpen ? '' : '      …'} ${outcome}\n`);
        lineOpen = false;
      };
      try {
        const result = await work();
        finish(`${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
        return result;
      } catch (error) {
        finish('failed');
        throw error;
      }
    },
    note: (text) => line(`      ${text}`),
    line,
  };
};

/** For tests that start a house of their own. */
export const silentProgress: Progress = {
  step: (_title, work) => work(),
  note: () => undefined,
  line: () => undefined,
};
