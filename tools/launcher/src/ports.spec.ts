import { allPorts, checkPorts, portPlan } from './ports.ts';

describe(portPlan.name, () => {
  it('gives the documented addresses at 3000', () => {
    expect(portPlan(3000)).toEqual({
      dashboard: 3000,
      broker: 3001,
      ssoConfig: 3002,
      identity: 3003,
      phone: 3004,
      simulator: 3005,
      callsApi: 3006,
      serverRendered: 3007,
      singlePage: 3008,
      postgres: 3010,
      nats: 3011,
      dns: 3012,
      management: {
        dashboard: 9000,
        broker: 9001,
        ssoConfig: 9002,
        identity: 9003,
        phone: 9004,
        simulator: 9005,
      },
    });
  });

  it.each([1024, 3000, 4000, 59500])('uses no port twice and none out of range at %i', (base) => {
    const ports = allPorts(portPlan(base));
    expect(new Set(ports).size).toBe(18);
    expect(Math.max(...ports)).toBeLessThanOrEqual(65535);
  });

  it('lets two neighbouring bases of the suggestion run side by side', () => {
    const both = [...allPorts(portPlan(3000)), ...allPorts(portPlan(4000))];
    expect(new Set(both).size).toBe(both.length);
  });
});

describe(checkPorts.name, () => {
  it('refuses a port that browsers do not connect to', async () => {
    await expect(checkPorts(allPorts(portPlan(6000)))).rejects.toThrow(
      'Browsers do not connect to port 6000',
    );
  });
});
