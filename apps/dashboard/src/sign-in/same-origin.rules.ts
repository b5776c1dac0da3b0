/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  secFetchSite?: string;
  origin?: string;
}

/**
 * Whether a form was sent from a page of this very origin. `Sec-Fetch-Site` decides where the browser sends it:
 * with `Referrer-Policy: no-referrer` even our own forms carry `Origin: null`. SameSite cookies alone would not do,
 * for every port of localhost is the same site.
 */
export const isSameOrigin = ({ secFetchSite, origin }: RequestOrigin, ownOrigin: string): boolean =>
  secFetchSite === undefined ? origin === ownOrigin : secFetchSite === 'same-origin';
