// Colour words: what a caption calls a colour, and how an SVG is repainted in it.
import { converter, formatHex, parse } from "culori";

const toOklch = converter("oklch");
const toRgb = converter("rgb");

export const palette = {
  red: "#e03131", orange: "#f08c1a", yellow: "#f7ca18", green: "#2f9e44", teal: "#12a594", blue: "#1c6fe0",
  purple: "#7b3fe4", pink: "#f06595", brown: "#8a5a35", black: "#222222", white: "#fafafa", grey: "#8a8f98",
};
export const colourNames = Object.keys(palette);
export const hueNames = ["red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"];
const neutral = new Set(["black", "white", "grey"]);
const target = Object.fromEntries(Object.entries(palette).map(([name, hex]) => [name, toOklch(parse(hex))]));

const hueDistance = (a, b) => Math.abs(((a - b + 540) % 360) - 180);

/** The colour word nearest to an RGB pixel (0..255), in OKLab distance. */
export function nameOfColour([r, g, b]) {
  const c = toOklch({ mode: "rgb", r: r / 255, g: g / 255, b: b / 255 });
  if (c.c < 0.035) return c.l > 0.9 ? "white" : c.l < 0.38 ? "black" : "grey";
  let best = "grey";
  let bestDistance = Infinity;
  for (const name of colourNames) {
    if (neutral.has(name)) continue;
    const t = target[name];
    const d = Math.hypot((c.l - t.l) * 0.9, c.c * Math.cos((c.h * Math.PI) / 180) - t.c * Math.cos((t.h * Math.PI) / 180),
      c.c * Math.sin((c.h * Math.PI) / 180) - t.c * Math.sin((t.h * Math.PI) / 180));
    if (d < bestDistance) { best = name; bestDistance = d; }
  }
  return best;
}

/** Dominant hue of straight RGBA pixels: { hue, lightness, share of the opaque area, name } or null for neutral pictures. */
export function dominantColour(pixels) {
  const bins = new Float64Array(36);
  const lightness = new Float64Array(36);
  const chroma = new Float64Array(36);
  let opaque = 0;
  for (let i = 0; i < pixels.length; i += 16) {
    if (pixels[i + 3] < 128) continue;
    opaque++;
    const c = toOklch({ mode: "rgb", r: pixels[i] / 255, g: pixels[i + 1] / 255, b: pixels[i + 2] / 255 });
    if (!(c.c > 0.06)) continue;
    const bin = Math.floor(c.h / 10) % 36;
    bins[bin]++; lightness[bin] += c.l; chroma[bin] += c.c;
  }
  if (opaque === 0) return null;
  let best = 0;
  let bestWeight = -1;
  const window = (values, at) => { let s = 0; for (let k = -2; k <= 2; k++) s += values[(at + k + 36) % 36]; return s; };
  for (let bin = 0; bin < 36; bin++) { const w = window(bins, bin); if (w > bestWeight) { best = bin; bestWeight = w; } }
  if (bestWeight <= 0) return null;
  const l = window(lightness, best) / bestWeight;
  const c = window(chroma, best) / bestWeight;
  const hue = best * 10 + 5;
  const rgb = toRgb({ mode: "oklch", l, c, h: hue });
  return { hue, lightness: l, chroma: c, share: bestWeight / opaque, name: nameOfColour([rgb.r * 255, rgb.g * 255, rgb.b * 255]) };
}

/** Repaints every colour of an SVG body that belongs to the dominant hue; shading differences are kept. */
export function repaint(body, dominant, name) {
  const t = target[name];
  return body.replace(/#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b/g, (hex) => {
    const c = toOklch(parse(hex));
    if (!(c.c > 0.04) || hueDistance(c.h, dominant.hue) > 50) return hex;
    const ratio = Math.min(1.6, Math.max(0.3, c.c / dominant.chroma));
    const l = Math.min(0.98, Math.max(0.1, t.l + (c.l - dominant.lightness) * 0.8));
    const h = t.h === undefined ? 0 : t.h + (((c.h - dominant.hue + 540) % 360) - 180) * 0.4;
    return formatHex(toRgb({ mode: "oklch", l, c: neutral.has(name) ? t.c : t.c * ratio, h })) ?? hex;
  });
}

/** A hex near the palette's colour of that name, so that a word means a region and not a point. */
export function jitter(name, random) {
  const t = target[name];
  return formatHex(toRgb({ mode: "oklch", l: Math.min(0.99, t.l + (random() - 0.5) * 0.08), c: t.c * (0.85 + random() * 0.3), h: (t.h ?? 0) + (random() - 0.5) * 12 }));
}
