/** The simulator's address by its other name: another origin, and another host to every rule about hosts. */
export function otherLoopback(simulatorUrl: string): string {
  const url = new URL(simulatorUrl);
  url.hostname = url.hostname === '127.0.0.1' ? 'localhost' : '127.0.0.1';
  return url.origin;
}
