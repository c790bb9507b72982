/** The pages' colours (src/web/kit/page.css), on paper and in the dark. All answers have the same one. */
export const PALETTES = {
  light: {
    paper: "#fbf8f1",
    ink: "#1d1a16",
    faint: "#575046",
    rule: "#8a8171",
    track: "#e9e2d3",
    bar: "#3b362f",
    alarm: "#a1260d",
  },
  dark: {
    paper: "#171512",
    ink: "#f3eee3",
    faint: "#bdb3a3",
    rule: "#857b6b",
    track: "#2e2a24",
    bar: "#b0a797",
    alarm: "#ff9c85",
  },
} as const;

export type Theme = keyof typeof PALETTES;

export type Palette = (typeof PALETTES)[Theme];
