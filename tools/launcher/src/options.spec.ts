import { readStartOptions, readTestOptions } from './options.ts';

describe(readStartOptions.name, () => {
  it.each(['0', '80', '59531', '4000.5', 'four', ''])('refuses the port base %j', (text) => {
    expect(() => readStartOptions(['--port-base', text])).toThrow(
      '--port-base is a whole number from 1024 to 59530.',
    );
  });

  it.each([['--frehs'], ['4000'], ['--port-base'], ['--fresh=yes']])(
    'refuses %j and says what there is',
    (word) => {
      expect(() => readStartOptions([word])).toThrow('npm start -- --fresh --port-base 4000');
    },
  );

  it('keeps what is there and begins at 3000 without options', () => {
    expect(readStartOptions([])).toEqual({ fresh: false, portBase: 3000 });
  });

  it('reads both options in any order', () => {
    expect(readStartOptions(['--port-base', '4000', '--fresh'])).toEqual({ fresh: true, portBase: 4000 });
    expect(readStartOptions(['--fresh', '--port-base=59530'])).toEqual({ fresh: true, portBase: 59530 });
  });
});

describe(readTestOptions.name, () => {
  it('means all stages where none is named', () => {
    expect(readTestOptions([])).toEqual({
      stages: ['lint', 'types', 'unit', 'integration', 'browser'],
      jestArgs: [],
    });
    expect(readTestOptions(['libs/policy']).stages).toHaveLength(5);
  });

  it('runs the named stages in their own order, once each', () => {
    expect(readTestOptions(['unit', 'lint', 'unit']).stages).toEqual(['lint', 'unit']);
  });

  it('passes what follows the stages to Jest, even if it sounds like a stage', () => {
    expect(readTestOptions(['integration', 'libs/messaging', '-t', 'unit'])).toEqual({
      stages: ['integration'],
      jestArgs: ['libs/messaging', '-t', 'unit'],
    });
  });
});
