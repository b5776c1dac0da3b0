import { homedir } from 'node:os';
import { join } from 'node:path';

const { env } = process;

/** What this application needs to know; the defaults are those of the demo. It has no secret: whoever has it has it all. */
export const readEnvironment = () => ({
  issuer: env.PORTICO_ISSUER ?? 'http://localhost:3001',
  clientId: env.PORTICO_CLIENT_ID ?? 'native',
  /** Readable by its owner alone; a real application asks the system's keychain. */
  tokensFile: env.TOKENS_FILE ?? join(homedir(), '.portico-native-example.json'),
});
