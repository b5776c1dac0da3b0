/** Which DNS servers are asked, and for how long. */
export class DnsSettings {
  constructor(
    /** Each an address, or address:port; none for those of the system. */
    readonly servers: readonly string[],
    /** One try, and all of a question; below the 12 seconds that the asker waits. */
    readonly times = { tryMs: 5_000, totalMs: 10_500 },
  ) {}
}
