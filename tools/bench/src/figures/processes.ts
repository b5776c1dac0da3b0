import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the processor's clock in a second: 100 wherever Linux runs Node. */
const TICKS = 100;

/** Whether this system tells what a process costs. */
export const canMeasure = (): boolean => process.platform === 'linux';

interface Stat {
  parent: number;
  /** Of the process itself, then of its children that have ended. */
  ownTicks: number;
  childrenTicks: number;
}

/** proc(5): the name stands in brackets and may hold anything, so fields are counted from behind it. */
const readStat = (pid: number | string): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (number: number): number => Number(fields[number - 3]);
    return { parent: at(4), ownTicks: at(14) + at(15), childrenTicks: at(16) + at(17) };
  } catch {
    return undefined;
  }
};

/** The CPU time that a process has used so far, in milliseconds. */
export const cpuMsOf = (pid: number): number => ((readStat(pid)?.ownTicks ?? 0) / TICKS) * 1000;

/** The same for a server and all processes that it has started, also those that have ended since. */
export const cpuMsOfTree = (pid: number): number => {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((stat) => stat?.parent === pid);
  const own = readStat(pid);
  const ticks = children.reduce(
    (sum, child) => sum + (child?.ownTicks ?? 0),
    (own?.ownTicks ?? 0) + (own?.childrenTicks ?? 0),
  );
  return (ticks / TICKS) * 1000;
};

/** The memory that a process holds now, in MiB (VmRSS). */
export const memoryMibOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
