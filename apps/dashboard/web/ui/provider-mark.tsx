import type { Provider } from '@portico/contracts';
import type { JSX } from 'react';

const SHAPES: Record<Provider, JSX.Element> = {
  google: (
    <>
      <path d="M20 11.5a8 8 0 1 1-2.4-5.2" stroke="#3367d6" />
      <path d="M20 11.5h-7.5" stroke="#0f7b3d" />
      <path d="M5 15.8a8 8 0 0 0 3.2 3.3" stroke="#b8600b" />
      <path d="M6.2 6.4A8 8 0 0 1 12 4" stroke="#c5221f" />
    </>
  ),
  okta: (
    <>
      <circle cx="12" cy="12" r="7" stroke="#0b5bd3" strokeWidth="4.4" />
    </>
  ),
  onelogin: (
    <>
      <circle cx="12" cy="12" r="9" fill="#1c1f2a" stroke="#8a90a6" strokeWidth="1" />
      <path d="M9.5 9.5 12.5 8v8.5M9.5 16.5h6" stroke="#ffffff" strokeWidth="2" />
    </>
  ),
  azure: (
    <>
      <path d="M12 3 21 17l-9 4-9-4z" fill="#0a6cbd" />
      <path d="M12 3v18l-9-4z" fill="#3fa9f5" />
    </>
  ),
  keycloak: (
    <>
      <path d="M8 4h8l4.5 8-4.5 8H8l-4.5-8z" fill="#4a5a68" />
      <path d="M11.5 8 9 12l2.5 4M15 8l-2.5 4 2.5 4" stroke="#ffffff" strokeWidth="1.8" />
    </>
  ),
  oidc: (
    <>
      <circle cx="8" cy="12" r="4.2" stroke="#3b4ae0" strokeWidth="2.4" />
      <path d="M12.2 12H21M17.5 12v3.6" stroke="#3b4ae0" strokeWidth="2.4" />
    </>
  ),
};

/** A drawing of our own for each provider, to find its card by. */
export const ProviderMark = ({ provider, size = 28 }: { provider: Provider; size?: number }): JSX.Element => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    strokeWidth="3"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden
  >
    {SHAPES[provider]}
  </svg>
);

/** The order of the cards. */
export const PROVIDERS: readonly Provider[] = ['google', 'okta', 'onelogin', 'azure', 'keycloak', 'oidc'];
