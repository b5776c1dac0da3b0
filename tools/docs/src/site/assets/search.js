/* global document, window */
// The search of the documentation. Without it every page is still reached by the side bar.
{
  const form = document.querySelector('form[role=search]');
  const input = form.querySelector('input');
  const found = form.querySelector('.found');
  const status = found.querySelector('p');
  const list = found.querySelector('ul');
  const root = form.dataset.root;
  const MOST = 12;
  let loading;

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = `${root}assets/${name}`;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  const makeIndex = async () => {
    await Promise.all([load('minisearch.js'), load('search-documents.js')]);
    const index = new window.MiniSearch({
      fields: ['title', 'page', 'text'],
      storeFields: ['title', 'page'],
      searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
    });
    index.addAll(window.searchDocuments);
    return index;
  };

  const toItem = ({ id, title, page }) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = root + id;
    link.textContent = title;
    if (page !== title) {
      const where = document.createElement('small');
      where.textContent = page;
      link.append(where);
    }
    item.append(link);
    return item;
  };

  const close = () => {
    found.hidden = true;
  };

  const search = async () => {
    const words = input.value.trim();
    if (words === '') return close();
    loading ??= makeIndex();
    const results = (await loading).search(words).slice(0, MOST);
    if (input.value.trim() !== words) return;
    status.textContent = results.length === 0 ? 'Nothing found' : `${results.length} found`;
    list.replaceChildren(...results.map(toItem));
    found.hidden = false;
  };

  form.hidden = false;
  input.addEventListener('focus', () => (loading ??= makeIndex()), { once: true });
  input.addEventListener('input', search);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
      input.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [input, ...list.querySelectorAll('a')];
    const step = event.key === 'ArrowDown' ? 1 : -1;
    stops[stops.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    if (!form.contains(event.target)) close();
  });
}
