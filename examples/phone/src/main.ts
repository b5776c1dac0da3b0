import { createApp } from './app.js';
import { env } from './env.js';

const server = createApp(env).listen(env.port, env.host, (error) => {
  if (error) throw error;
  console.log(`Phone at ${env.url}`);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
