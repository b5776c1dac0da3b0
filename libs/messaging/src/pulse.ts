interface PulseOptions {
  shortestMs: number;
  longestMs: number;
  failed: (error: unknown) => void;
}

/**
 * Repeats a piece of work for ever: at once while there is more, soon after a nudge, then in ever longer pauses.
 * Errors are reported and survived.
 */
export class Pulse {
  private readonly stopping = new AbortController();
  /** Ends the present pause, and when it would end by itself. */
  private pause: { end: () => void; at: number } | undefined;
  private pauseMs = 0;
  private wakeAt = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly beat: () => Promise<boolean>,
    private readonly options: PulseOptions,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Beats again shortly, as a nudge tells of work that is about to be there. */
  nudge(): void {
    this.pauseMs = this.options.shortestMs;
    this.wakeAt = Math.min(this.wakeAt, performance.now() + this.pauseMs);
    if (this.pause && this.wakeAt < this.pause.at) this.pause.end();
  }

  /** Beats a last time and ends. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pause?.end();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const more = await this.tryBeat();
      if (!more) await this.rest();
    }
    await this.tryBeat();
  }

  private async tryBeat(): Promise<boolean> {
    try {
      return await this.beat();
    } catch (error) {
      this.pauseMs = this.options.longestMs;
      this.options.failed(error);
      return false;
    }
  }

  private async rest(): Promise<void> {
    const { shortestMs, longestMs } = this.options;
    this.pauseMs = Math.min(Math.max(this.pauseMs, shortestMs), longestMs);
    this.wakeAt = performance.now() + this.pauseMs;
    this.pauseMs *= 2;
    // A nudge moves the end of the pause forward; it does not end it, for its transaction has yet to commit.
    while (performance.now() < this.wakeAt && !this.stopping.signal.aborted) {
      await this.pauseUntil(this.wakeAt);
    }
  }

  private async pauseUntil(at: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(at - performance.now()));
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.pause = { end, at };
    });
    this.pause = undefined;
  }
}
