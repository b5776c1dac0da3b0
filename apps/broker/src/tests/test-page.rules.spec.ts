import { CODES, type Code, type ConnectionTest, Remedy } from '@portico/contracts';
import { toTestPage } from './test-page.rules.js';

const aTest = (changes: Partial<ConnectionTest>): ConnectionTest => ({
  id: '',
  connectionId: '',
  provider: 'okta',
  revision: 1,
  status: 'refused',
  passed: false,
  code: null,
  upstreamError: null,
  claims: null,
  match: null,
  remedies: [],
  reference: 'OTTER-271955',
  startedAt: '',
  endedAt: null,
  ...changes,
});

describe(toTestPage, () => {
  it.each(Object.keys(CODES) as Code[])(
    'says of %s what happened, whose turn it is, and asks nobody to ask',
    (code) => {
      const { refusal, lead } = toTestPage(aTest({ code }));
      expect(refusal).toEqual({ code, text: CODES[code].adminText });
      expect(lead).not.toBe('');
      expect(`${lead} ${String(refusal?.text)}`).not.toContain('your administrator');
    },
  );

  it('has a sentence for every remedy', () => {
    const { remedies } = toTestPage(aTest({ code: 'email_unverified', remedies: [...Remedy.options] }));
    expect(new Set(remedies).size).toBe(Remedy.options.length);
  });

  it.each(['waiting', 'under_way'] as const)('says that a test is not over which is %s', (status) => {
    expect(toTestPage(aTest({ status })).title).toBe('This test is not over');
  });

  it('says that a user would be made', () => {
    const match = { outcome: 'created', user: null } as const;
    expect(toTestPage(aTest({ status: 'succeeded', match })).title).toBe('It works: a user would be made');
  });
});
