import { terminalProgress } from './progress.ts';

const record = () => {
  const written: string[] = [];
  return { progress: terminalProgress(2, (text) => written.push(text)), text: () => written.join('') };
};

describe(terminalProgress.name, () => {
  it('says which step failed and lets the error through', async () => {
    const { progress, text } = record();
    await expect(progress.step('Build', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(text()).toBe('[1/2] Build … failed\n');
  });

  it('numbers the steps and tells how long each took', async () => {
    const { progress, text } = record();
    await progress.step('Build', () => Promise.resolve());
    await progress.step('Start', () => Promise.resolve());
    expect(text()).toMatch(/^\[1\/2\] Build … \d\.\d s\n\[2\/2\] Start … \d\.\d s\n$/);
  });

  it('puts remarks on lines of their own', async () => {
    const { progress, text } = record();
    await progress.step('NATS', async () => progress.note('download 5 MB'));
    expect(text()).toMatch(/^\[1\/2\] NATS …\n {6}download 5 MB\n {6}… \d\.\d s\n$/);
  });
});
