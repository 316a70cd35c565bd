// What needs a script on pages that work without one: copy buttons, lists that follow their form.

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
  if (!button) return;
  const code = button.closest('figure, dd, p')?.querySelector('code');
  if (!code) return;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 1600);
});

// `<form data-live="id">`: as its fields change, the element with that id is fetched anew.
for (const form of document.querySelectorAll('form[data-live]')) {
  const { live } = form.dataset;
  let asked = 0;
  let timer = 0;
  const refresh = async () => {
    asked += 1;
    const mine = asked;
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    const query = new URLSearchParams(filled).toString();
    const address = query === '' ? form.action : `${form.action}?${query}`;
    const response = await fetch(address);
    if (!response.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById(live);
    if (!fresh || mine !== asked) return;
    document.getElementById(live).replaceWith(document.adoptNode(fresh));
    history.replaceState(null, '', address);
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(() => form.submit()), 120);
  };
  form.addEventListener('input', wait);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    wait();
  });
}
