import { randomBytes } from 'node:crypto';
import { sealAnswers } from './seal-answers.js';

describe(sealAnswers.name, () => {
  const keys = [randomBytes(32)];
  const answer = JSON.stringify({ clientSecret: 'shown-once' });

  it('opens no answer for another request', async () => {
    const sealed = await sealAnswers(keys).seal('one', answer);
    await expect(sealAnswers(keys).open('other', sealed)).resolves.toBeUndefined();
  });

  it('opens no answer without the key', async () => {
    const sealed = await sealAnswers(keys).seal('one', answer);
    await expect(sealAnswers([randomBytes(32)]).open('one', sealed)).resolves.toBeUndefined();
  });

  it('opens an answer for its request, and hides it from everybody else', async () => {
    const sealed = await sealAnswers(keys).seal('one', answer);
    expect(sealed).not.toContain('shown-once');
    await expect(sealAnswers(keys).open('one', sealed)).resolves.toBe(answer);
  });
});
