import { register } from 'prom-client';
import { counter, describeFigures, gauge, histogram } from './figures.js';

describe(counter.name, () => {
  it('is one figure however often a module is loaded', async () => {
    const facts = { name: 'test_things_total', help: 'Things', labels: { kind: ['one', 'other'] } };
    counter(facts).inc({ kind: 'one' });
    counter(facts).inc({ kind: 'one' });
    expect(await register.metrics()).toContain('test_things_total{kind="one"} 2');
  });
});

describe(gauge.name, () => {
  it('is asked at each scrape', async () => {
    let value = 1;
    gauge({ name: 'test_now', help: 'Now' }, function collect() {
      this.set(value);
    });
    expect(await register.metrics()).toContain('test_now 1');
    value = 2;
    expect(await register.metrics()).toContain('test_now 2');
  });
});

describe(describeFigures.name, () => {
  it('names every figure with its type and all that its labels may say, in alphabetic order', () => {
    histogram({ name: 'test_a_seconds', help: 'Time', labels: { end: 'few' } }, [1]);
    expect(describeFigures()).toEqual([
      { name: 'test_a_seconds', type: 'histogram', help: 'Time', labels: { end: 'few' } },
      { name: 'test_now', type: 'gauge', help: 'Now', labels: {} },
      { name: 'test_things_total', type: 'counter', help: 'Things', labels: { kind: ['one', 'other'] } },
    ]);
  });
});
