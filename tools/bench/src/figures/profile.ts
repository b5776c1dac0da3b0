import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { CpuProfile } from './profile.rules.ts';

const ANNOUNCEMENT = /Debugger listening on (ws:\/\/\S+)/g;
const SAMPLE_EVERY_US = 250;

interface Reply {
  id?: number;
  result?: { profile?: CpuProfile };
}

/** A process whose inspector takes a V8 CPU profile; it was started with `--inspect-port=0`. */
export class Profiled {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private last = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      this.waiting.get(reply.id ?? 0)?.(reply);
    });
  }

  /** Opens the inspector of a process (SIGUSR1 does that in Node) and begins. */
  static async begin(pid: number, logFile: string): Promise<Profiled> {
    process.kill(pid, 'SIGUSR1');
    let address: string | undefined;
    while (!(address = [...readFileSync(logFile, 'utf8').matchAll(ANNOUNCEMENT)].at(-1)?.[1])) await wait(50);
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
    });
    const profiled = new Profiled(socket);
    await profiled.send('Profiler.enable');
    await profiled.send('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
    await profiled.send('Profiler.start');
    return profiled;
  }

  async end(): Promise<CpuProfile> {
    const { result } = await this.send('Profiler.stop');
    this.socket.close();
    if (!result?.profile) throw new Error('the inspector gave no profile');
    return result.profile;
  }

  private send(method: string, params: object = {}): Promise<Reply> {
    const id = (this.last += 1);
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }
}
