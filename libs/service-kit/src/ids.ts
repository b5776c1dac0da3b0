import { v7 } from 'uuid';

/** A new UUIDv7: unique, and in the order of its making (RFC 9562 §5.7). */
export const newId = (): string => v7();
