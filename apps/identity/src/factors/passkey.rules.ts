import { AppError } from '@portico/contracts';

/** The ways to a passkey that a browser may be told (Web Authentication Level 3 §5.8.4). */
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
type Transport = (typeof TRANSPORTS)[number];

/** Those of the ways that are known. */
export const toTransports = (named: readonly string[] | undefined): Transport[] =>
  TRANSPORTS.filter((transport) => named?.includes(transport));

/** What is wrong with the answer of a passkey is for the log alone. */
export const refusePasskey = (cause: unknown): never => {
  throw new AppError('passkey_invalid', { detail: cause instanceof Error ? cause.message : undefined });
};
