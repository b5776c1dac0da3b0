/** Which users are wanted; what is undefined does not matter. */
export interface UserFilter {
  search: string;
  status: 'active' | 'deactivated' | undefined;
  admins: boolean;
  /** A connection with which they have signed in, or never have. */
  link: { connectionId: string; linked: boolean } | undefined;
}

export const EVERYBODY: UserFilter = { search: '', status: undefined, admins: false, link: undefined };

/** Shorter ones are no search yet. */
const LEAST_SEARCH = 2;

export const isNarrowed = ({ search, status, admins, link }: UserFilter): boolean =>
  search.trim().length >= LEAST_SEARCH || status !== undefined || admins || link !== undefined;

/** The query of the users' API for a page. */
export const toUserSearch = (filter: UserFilter, after: string | null, limit: number): string => {
  const search = filter.search.trim();
  const { link } = filter;
  const entries: [string, string | undefined][] = [
    ['search', search.length >= LEAST_SEARCH ? search : undefined],
    ['status', filter.status],
    ['role', filter.admins ? 'tenant_admin' : undefined],
    ['linkedTo', link?.linked === true ? link.connectionId : undefined],
    ['notLinkedTo', link?.linked === false ? link.connectionId : undefined],
    ['after', after ?? undefined],
    ['limit', limit.toString()],
  ];
  return new URLSearchParams(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();
};
