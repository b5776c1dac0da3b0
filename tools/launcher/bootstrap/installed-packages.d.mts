interface Packages {
  packages: Record<string, { version?: string; integrity?: string; optional?: boolean; link?: boolean }>;
}
export function matchesLock(lock: Packages, record: Packages | undefined): boolean;
