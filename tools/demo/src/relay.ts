import { connect, createServer } from 'node:net';

/**
 * Lets a service of another host answer at its own port of localhost, the address that the seed knows it by; does
 * nothing where somebody answers there already.
 */
export const relay = (target: string): Promise<void> => {
  const [host = '', port = ''] = target.split(':');
  const server = createServer((near) => {
    const far = connect(Number(port), host);
    near.pipe(far).pipe(near);
    for (const socket of [near, far])
      socket.on('error', () => {
        near.destroy();
        far.destroy();
      });
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve() : reject(error),
    );
    server.listen(Number(port), 'localhost', () => resolve());
  });
};
