import { createTheme, defaultVariantColorsResolver, Menu, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const water: MantineColorsTuple = [
  '#e9f6f8', '#d3ebef', '#a6d6df', '#75c0ce', '#4bb8cc', '#2793a9', '#147d93', '#0f6b80', '#0b5566', '#073d4a',
];

// Light ink to dark ground, as Mantine counts them.
const slate: MantineColorsTuple = [
  '#e7ecec', '#aebabd', '#87949a', '#5b686e', '#3b474d', '#2a3338', '#1f272b', '#191f23', '#151b1e', '#101417',
];

/** Mantine in the clothes of `tokens.css`. */
export const theme = createTheme({
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const red = input.color === 'red';
    if (input.variant === 'filled') return { ...colors, ...(red ? { background: 'var(--bad)', hover: 'color-mix(in srgb, var(--bad) 86%, var(--ink))' } : {}), color: red ? 'var(--surface)' : 'var(--on-accent)' };
    return red ? { ...colors, color: 'var(--bad)' } : colors;
  },
  primaryColor: 'water',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { water, dark: slate },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '20px' },
  defaultRadius: '7px',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The placeholder would be a child of the menu that is no item of it.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false, fz: 12, multiline: true, maw: 320 } }),
  },
});

const surfaces = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
};

/** Lets Mantine's surfaces follow the tokens in both colour schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces });
