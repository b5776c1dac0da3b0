import { z } from 'zod';

/** Answer of `POST …/users/{id}/recovery-codes`, for oneself alone: shown this once; the codes before are void. */
export const RecoveryCodes = z.object({
  /** Ten of 80 bits each, in groups of four. */
  codes: z.array(z.string()).length(10),
});
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** Body of `PUT …/recovery-codes/confirmation`: one of them, typed from where they were kept; it stays usable. */
export const ConfirmRecoveryCodes = z.strictObject({ code: z.string().min(1).max(64) });
export type ConfirmRecoveryCodes = z.infer<typeof ConfirmRecoveryCodes>;

/** `GET …/users/{id}/recovery-codes`: codes that were not confirmed open nothing. */
export const RecoveryCodeState = z.object({
  made: z.boolean(),
  confirmed: z.boolean(),
  /** How many have not been used. */
  left: z.int().min(0).max(10),
  madeAt: z.iso.datetime().nullable(),
});
export type RecoveryCodeState = z.infer<typeof RecoveryCodeState>;
