import { userIdsIn } from './history.js';

it('asks for whoever did it and whom it was about, once each, and for no machine', () => {
  expect(
    userIdsIn([
      { by: 'user:b', detail: { userId: 'a' } },
      { by: 'user:b', detail: {} },
      { by: 'machine:setup', detail: { mode: 'off' } },
      { by: 'portico', detail: {} },
    ]),
  ).toEqual(['a', 'b']);
});
