/* global document, fetch, location */
// No token is ever here: the page asks its own backend, which holds them.
const ask = async (method, path) => {
  const answer = await fetch(path, { method, headers: { 'x-requested-with': 'single-page' } });
  return { ok: answer.ok, body: await answer.json() };
};
const element = (id) => document.getElementById(id);
const show = (ids, shown) => ids.forEach((id) => (element(id).hidden = !shown));

const look = async () => {
  const { ok, body } = await ask('GET', '/api/me');
  element('who').textContent = ok ? `Signed in as ${body.email}.` : 'Nobody is signed in.';
  show(['calls', 'refresh', 'sign-out'], ok);
  show(['sign-in'], !ok);
};

const tell = async (method, path) => {
  const { body } = await ask(method, path);
  element('answer').textContent = JSON.stringify(body);
  await look();
};

element('calls').addEventListener('click', () => tell('GET', '/api/calls'));
element('refresh').addEventListener('click', () => tell('POST', '/api/refresh'));
element('sign-out').addEventListener('click', async () => {
  location.assign((await ask('POST', '/api/sign-out')).body.address);
});
await look();
