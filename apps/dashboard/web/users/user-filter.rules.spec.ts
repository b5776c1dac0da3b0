import { EVERYBODY, isNarrowed, toUserSearch } from './user-filter.rules.js';

const connectionId = '0199d5a0-0000-7000-8000-000000000003';

describe(toUserSearch.name, () => {
  it('leaves out a search that is too short to be one', () => {
    expect(toUserSearch({ ...EVERYBODY, search: ' a ' }, null, 50)).toBe('limit=50');
    expect(isNarrowed({ ...EVERYBODY, search: ' a ' })).toBe(false);
  });

  it('asks for what fits, after the page before', () => {
    const filter = { ...EVERYBODY, search: 'Finch & Co', admins: true, status: 'active' as const };
    expect(toUserSearch(filter, 'x', 50)).toBe(
      'search=Finch+%26+Co&status=active&role=tenant_admin&after=x&limit=50',
    );
  });

  it.each([
    [true, `linkedTo=${connectionId}`],
    [false, `notLinkedTo=${connectionId}`],
  ])('asks by the link of a connection: %s', (linked, expected) => {
    expect(toUserSearch({ ...EVERYBODY, link: { connectionId, linked } }, null, 1)).toBe(
      `${expected}&limit=1`,
    );
  });
});
