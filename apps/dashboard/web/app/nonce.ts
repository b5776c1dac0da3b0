/** The nonce of this page's Content-Security-Policy: what adds a style sheet later has to carry it. */
export const nonce = document.querySelector<HTMLElement>('[nonce]')?.nonce ?? '';

// Where react-remove-scroll, which Mantine's dialogs use, looks for it (get-nonce).
Object.assign(globalThis, { __webpack_nonce__: nonce });
