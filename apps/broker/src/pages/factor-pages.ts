import type { AppError } from '@portico/contracts';

/** A challenge to a passkey, as a script gives it to the browser. */
export interface PasskeyChallenge {
  challengeId: string;
  options: Record<string, unknown>;
}

/** The page that asks for a second factor. */
export interface FactorPage {
  uid: string;
  step: string;
  email: string;
  takesCode: boolean;
  passkey?: PasskeyChallenge;
  error?: AppError;
}

/** The page that sets one up. */
export interface SetUpPage {
  uid: string;
  step: string;
  email: string;
  tenantName: string;
  totp: { secret: string; otpauthUri: string };
  passkey: PasskeyChallenge;
  error?: AppError;
}
