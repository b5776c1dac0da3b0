import { currentTraceId, currentTraceparent, runWithTrace } from './trace.js';

const given = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe(runWithTrace.name, () => {
  it.each([undefined, '', 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`])(
    'begins a new trace for %j',
    (traceparent) => {
      runWithTrace(traceparent, () => {
        expect(currentTraceparent()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
        expect(currentTraceparent()).not.toBe(traceparent);
      });
    },
  );

  it('goes on with a well-formed trace', () => {
    runWithTrace(given, () => {
      expect(currentTraceparent()).toBe(given);
      expect(currentTraceId()).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    });
  });

  it('knows no trace outside of one', () => {
    expect(currentTraceId()).toBeUndefined();
  });
});
