import type { Response } from 'express';
import type { JWTPayload } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import type { Claims, Personality, PersonalityName } from '../personality.js';

/** Headings on the control page, in its order. */
export const GROUPS = [
  'Everywhere',
  'Sign-in',
  'Token endpoint',
  'ID token',
  'Claims',
  'Application',
] as const;
export type Group = (typeof GROUPS)[number];

/** Where a fault may take hold at the token endpoint. */
export interface TokenPlace {
  response: Response;
  personality: Personality;
  /** What the switch is set to, for those that are numbers. */
  amount: number;
}

/** One way to misbehave, or to be set up otherwise, and the one place where it takes hold. */
export interface Fault {
  group: Group;
  /** For the switch on the control page. */
  says: string;
  /** Which providers can be so; all of them if left out. */
  only?: readonly PersonalityName[];
  /** The switch is a number, and off at zero. */
  amount?: { least: number; most: number; step: number };
  /** Any request below the mount path; it may answer it. */
  request?: (response: Response) => void;
  /** A request to the token endpoint; it may answer it. */
  tokenRequest?: (place: TokenPlace) => void | Promise<void>;
  /** The registered client, before it is asked who it is. */
  client?: (client: ClientMetadata) => ClientMetadata;
  /** Everybody is refused after signing in. */
  denies?: true;
  /** The claims about the person, in the ID token and in userinfo alike. */
  profile?: (claims: Claims) => Claims;
  userinfo?: (claims: Claims) => Claims;
  idToken?: (claims: JWTPayload, about: { amount: number; issuer: string; authTime: number }) => JWTPayload;
  /**
   * Which key signs the ID token: `published` replaces the key set by itself, `hidden` is published nowhere and has a
   * `kid` of its own, `forged` is hidden under the published `kid`.
   */
  key?: 'published' | 'hidden' | 'forged';
}
