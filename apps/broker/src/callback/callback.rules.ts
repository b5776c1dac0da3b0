import { AppError } from '@portico/contracts';
import type { LoginInFlight } from '../logins/login-cookies.js';
import {
  refusalOf,
  type UsableConnection,
  type UsableSettings,
} from '../settings/usable-connection.rules.js';

/** The one `state` of an answer; refuses `callback_state_invalid` where it is missing or repeated (RFC 9700 §4.7). */
export const readState = (parameters: URLSearchParams): string => {
  const states = parameters.getAll('state');
  if (states.length !== 1 || !states[0]) throw new AppError('callback_state_invalid');
  return states[0];
};

/**
 * Refuses an answer that is not this browser's, or came to another redirect URI than was sent: to another connection's,
 * to the shared one instead of the connection's own, or the reverse (RFC 9700 §4.4.2.2).
 */
export const checkSameBrowser = <F extends Pick<LoginInFlight, 'state' | 'redirectUri'>>(
  login: F | undefined,
  { state, redirectUri }: { state: string; redirectUri: string },
): F => {
  if (!login || login.redirectUri !== redirectUri) throw new AppError('login_of_another_browser');
  if (login.state !== state) throw new AppError('callback_state_invalid');
  return login;
};

/** The connection of a login under way, with its values of now; refuses one whose issuer or client id changed in the meantime. */
export const checkSameConnection = (
  settings: UsableSettings,
  login: Pick<LoginInFlight, 'connectionId' | 'issuer' | 'clientId'>,
): UsableConnection => {
  const connection = settings.connections.find(({ id }) => id === login.connectionId);
  if (!connection) throw new AppError(refusalOf(settings, login.connectionId));
  if (connection.issuer !== login.issuer || connection.clientId !== login.clientId) {
    throw new AppError('connection_changed');
  }
  return connection;
};
