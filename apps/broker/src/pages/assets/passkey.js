/* global document, navigator, PublicKeyCredential, window */
// A passkey is made or used by a script or not at all; without one, or where the browser knows none, nothing is offered.
const canParse = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

const ask = {
  make: async (options) =>
    await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  use: async (options) =>
    await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

const begin = async (form) => {
  const status = form.querySelector('[data-passkey-status]');
  status.textContent = 'Waiting for your device …';
  try {
    const credential = await ask[form.dataset.passkey](JSON.parse(form.dataset.options));
    form.elements.answer.value = JSON.stringify(credential);
    form.submit();
  } catch {
    status.textContent =
      'Nothing came of it: it was cancelled, or this device has no passkey for here. Try again.';
  }
};

for (const form of canParse ? document.querySelectorAll('form[data-passkey]') : []) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void begin(form);
  });
}
for (const part of canParse ? document.querySelectorAll('.needs-script') : []) part.hidden = false;
