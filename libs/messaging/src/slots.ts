/** Lets a bounded number of pieces of work run at once, a bounded number wait, and refuses the rest. */
export class Slots {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly idlers: (() => void)[] = [];

  constructor(
    private readonly size: number,
    private readonly queue: number,
  ) {}

  /** Runs the work as soon as there is room; false if there is not even room to wait. */
  take(work: () => Promise<void>): boolean {
    const start = (): void => {
      this.running += 1;
      void work().finally(() => {
        this.release();
      });
    };
    if (this.running < this.size) start();
    else if (this.waiting.length < this.queue) this.waiting.push(start);
    else return false;
    return true;
  }

  /** Waits until nothing runs and nothing waits. */
  async idle(): Promise<void> {
    if (this.running === 0) return;
    await new Promise<void>((resolve) => this.idlers.push(resolve));
  }

  private release(): void {
    this.running -= 1;
    this.waiting.shift()?.();
    if (this.running === 0) this.idlers.splice(0).forEach((wake) => wake());
  }
}
