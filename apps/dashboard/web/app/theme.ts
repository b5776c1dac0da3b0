import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** The colour of Portico's screens; the eighth shade is theirs exactly. */
const portico: MantineColorsTuple = [
  '#eef0ff',
  '#dcdffb',
  '#b8bef4',
  '#99a3ff',
  '#8f9bff',
  '#6f7cf0',
  '#5563ea',
  '#4856e5',
  '#3b4ae0',
  '#2c39bd',
];

/** Mantine reckons the text on a filled ground by the shade for light; the contrast variable knows both. */
const onFilled: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const isPrimary = input.color === undefined || input.color === input.theme.primaryColor;
  return input.variant === 'filled' && isPrimary
    ? { ...colors, color: 'var(--mantine-primary-color-contrast)' }
    : colors;
};

export const theme = createTheme({
  colors: { portico },
  primaryColor: 'portico',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  variantColorResolver: onFilled,
  luminanceThreshold: 0.35,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  headings: { fontWeight: '700' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    // A dialog's head is no second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
  },
});

/** Text on a tinted ground, dark enough for 4.5:1 (WCAG 2.2 §1.4.3); Mantine's own shades are lighter. */
const ON_TINT_LIGHT: Record<string, string> = {
  portico: '#2c39bd',
  blue: '#12528f',
  green: '#1b5e2a',
  teal: '#065f46',
  yellow: '#6f4400',
  orange: '#8a3400',
  red: '#a3162b',
  gray: '#3f4555',
};
const ON_TINT_DARK: Record<string, string> = {
  portico: '#b8bef4',
  blue: '#a5d8ff',
  green: '#b2f2bb',
  teal: '#96f2d7',
  yellow: '#ffec99',
  orange: '#ffd8a8',
  red: '#ffb3bd',
  gray: '#d5d8e4',
};

const tints = (shades: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(shades).flatMap(([color, shade]) => [
      [`--mantine-color-${color}-light-color`, shade],
      [`--mantine-color-${color}-outline`, shade],
    ]),
  );

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--portico-ground': '#f3f4fa',
    '--portico-card': '#ffffff',
    '--mantine-color-text': '#14161f',
    '--mantine-color-dimmed': '#565b70',
    '--mantine-color-placeholder': '#6a7085',
    '--mantine-color-error': '#a3162b',
    '--mantine-color-anchor': '#3b4ae0',
    '--mantine-color-default-border': '#c9cddd',
    '--mantine-color-gray-light': '#e3e6f0',
    ...tints(ON_TINT_LIGHT),
  },
  dark: {
    '--portico-ground': '#14161f',
    '--portico-card': '#1d202d',
    '--mantine-color-body': '#1d202d',
    '--mantine-color-text': '#eceefa',
    '--mantine-color-dimmed': '#a9aec4',
    '--mantine-color-placeholder': '#9298b0',
    '--mantine-color-error': '#ff9aa8',
    '--mantine-color-anchor': '#a9b2ff',
    '--mantine-color-default': '#262a3a',
    '--mantine-color-default-hover': '#2f3448',
    '--mantine-color-default-border': '#4a5068',
    '--mantine-color-gray-light': '#353a4e',
    ...tints(ON_TINT_DARK),
  },
});
