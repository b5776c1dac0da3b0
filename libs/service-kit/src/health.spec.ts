import { HealthChecks } from './health.js';

describe(HealthChecks.name, () => {
  it('names what is not available, and nothing of why', async () => {
    const health = new HealthChecks();
    health.add('database', () => Promise.reject(new Error('password tell-nobody refused')));
    health.add('nats', () => undefined);
    expect(await health.ready()).toEqual({ database: 'not available' });
    expect(await health.live()).toEqual({});
  });

  it('is not ready once the service is about to end', async () => {
    const health = new HealthChecks();
    health.stop();
    expect(await health.ready()).toEqual({ service: 'stopping' });
  });
});
