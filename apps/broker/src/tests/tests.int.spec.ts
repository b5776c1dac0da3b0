import { jest } from '@jest/globals';
import { TestHouse } from './tested.fixture.js';

jest.setTimeout(60_000);

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterAll(async () => {
  await house.stop();
});
beforeEach(() => {
  house.idp.reset();
});

describe('a test sign-in', () => {
  it('passes when it matches an active administrator, and changes nothing else', async () => {
    const company = await house.addCompany();
    const { page, result } = await house.test(company);
    expect(result).toMatchObject({ status: 'succeeded', passed: true, code: null });
    expect(page.html).toContain('It works: you are Atticus Finch');
  });
});
