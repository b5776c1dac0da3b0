import { AppError } from '@portico/contracts';
import { authorizationCodeGrant, type Configuration } from 'openid-client';
import { IssuerSpelledOtherwise } from './configuration.client.js';
import type { Claims } from './id-token.rules.js';
import { causeIn } from './upstream-errors.rules.js';

/** The browser's answer, and what it is held against. */
export interface CodeAnswer {
  redirectUri: string;
  callbackParameters: URLSearchParams;
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface VerifiedTokens {
  accessToken: string;
  refreshToken?: string;
  /** Of the ID token, whose signature, times, audience and nonce are right. */
  idToken: Claims;
}

/** Redeems the code of an answer, once. Refuses with openid-client's errors, `UpstreamRefusal`, `id_token_missing`. */
export const exchangeCode = async (client: Configuration, answer: CodeAnswer): Promise<VerifiedTokens> => {
  try {
    return await grant(client, answer);
  } catch (error) {
    const other = causeIn(error, IssuerSpelledOtherwise);
    if (!other) throw error;
    const callbackParameters = new URLSearchParams(answer.callbackParameters);
    callbackParameters.delete('iss');
    return await grant(other.configuration, { ...answer, callbackParameters });
  }
};

const grant = async (
  client: Configuration,
  { redirectUri, callbackParameters, state, nonce, codeVerifier }: CodeAnswer,
): Promise<VerifiedTokens> => {
  const answerUrl = new URL(redirectUri);
  answerUrl.search = callbackParameters.toString();
  const tokens = await authorizationCodeGrant(client, answerUrl, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (!idToken) throw new AppError('id_token_missing');
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token, idToken };
};
