import { readEnvironment } from './env.js';
import { startSimulator } from './start-simulator.js';

const env = readEnvironment();
const simulator = await startSimulator({
  port: env.PORT,
  host: env.PORTICO_SIMULATOR_HOST,
  url: env.PORTICO_SIMULATOR_URL,
  stateFile: env.PORTICO_SIMULATOR_STATE_FILE,
});
console.log(`IdP simulator at ${simulator.url} (switches: ${simulator.url}/control)`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.close());
