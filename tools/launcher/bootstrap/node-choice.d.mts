export function isUsable(version: string): boolean;
export function nodePackage(
  platform: string,
  arch: string,
): { name: string; version: string; megabytes: number } | undefined;
