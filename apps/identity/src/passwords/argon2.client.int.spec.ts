import { Argon2 } from './argon2.client.js';

const PASSWORD = 'portico-demo';

describe(Argon2.name, () => {
  const argon2 = new Argon2();
  let hash: string;

  beforeAll(async () => {
    await argon2.onModuleInit();
    hash = await argon2.hash(PASSWORD);
  });

  it.each<[string, string | null, string]>([
    ['a wrong password', 'hash', 'portico-Demo'],
    ['a password with NUL instead of its end', 'hash', 'portico-demo\0'],
    ['any password without a hash', null, PASSWORD],
    ['an empty password without a hash', null, ''],
  ])('refuses %s', async (_, which, password) => {
    expect(await argon2.verify(which && hash, password)).toBe(false);
  });

  it('B04 refuses what would have to wait behind a hundred others', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 110 }, async () => await argon2.verify(hash, PASSWORD)),
    );
    const refusals = all.filter(({ status }) => status === 'rejected');
    expect(refusals).toHaveLength(110 - 3 - 100);
    expect(refusals[0]).toMatchObject({ reason: { code: 'try_again' } });
  }, 30_000);

  it('B01 takes as long without a hash as with one', async () => {
    const timeOf = async (which: string | null): Promise<number> => {
      const start = performance.now();
      await argon2.verify(which, 'a-wrong-password');
      return performance.now() - start;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = 0; n < 25; n++) {
      known.push(await timeOf(hash));
      unknown.push(await timeOf(null));
    }
    const median = (times: number[]): number => times.sort((a, b) => a - b)[12] ?? 0;
    // Wide, as the machine has other work; a missing comparison is a hundred times faster.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.6);
    expect(median(unknown) / median(known)).toBeLessThan(1.7);
  }, 30_000);

  it('knows a password by its hash, and salts each', async () => {
    expect(await argon2.verify(hash, PASSWORD)).toBe(true);
    expect(await argon2.hash(PASSWORD)).not.toBe(hash);
  });
});
