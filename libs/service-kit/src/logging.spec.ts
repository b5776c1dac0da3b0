import { withoutQuery } from './logging.js';

describe(withoutQuery.name, () => {
  it('A05 drops the query, in which codes and tokens travel', () => {
    expect(withoutQuery('/oauth2/idpresponse/1?code=tell-nobody&state=x')).toBe('/oauth2/idpresponse/1');
  });
});
