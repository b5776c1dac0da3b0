import type { JSX } from 'react';

/** Portico's mark. */
export const Mark = ({ size = 28 }: { size?: number }): JSX.Element => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="var(--mantine-primary-color-filled)" aria-hidden>
    <path d="M12 2 2 7v2h20V7zM4 11h3v7H4zm6.5 0h3v7h-3zm6.5 0h3v7h-3zM2 20h20v2H2z" />
  </svg>
);
