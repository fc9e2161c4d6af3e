// Sets of further styles, for designs that are large enough for them: gradients, lines of several widths, pixels.

/** Ids of more words are variants of a thing ("-plus", "-off"), not things. */
const isThing = (id) => id.split("-").length <= 2 && !/(^|-)(off|brand|[a-z]|\d+)($|-)/.test(id);

/** Width of the stroke, of 24, and the word that captions have for it. */
const strokes = [[1, "thin"], [2, ""], [3, "bold"]];

/** Sources like those of render.mjs; `svgOf(set, icon)` wraps a body. */
export function moreSources({ setOf, svgOf, cldr, skip }) {
  const out = [];
  const record = (set, style, id, svg, more = {}) => {
    const info = cldr.get(id) ?? { keywords: [], names: {} };
    out.push({ set, id: `${id}${more.width ? `-${more.width}` : ""}`, style, kind: "object", concept: id, name: id.replaceAll("-", " "), keywords: info.keywords, names: info.names, ...more, svg });
  };
  const fluent = setOf("fluent-emoji");
  for (const [id, icon] of Object.entries(fluent.icons)) if (!skip.test(id) && !icon.hidden) record("fluent-emoji", "gradient", id, svgOf(fluent, icon));
  const pixel = setOf("pixelarticons");
  for (const [id, icon] of Object.entries(pixel.icons)) if (isThing(id) && !icon.hidden) record("pixelarticons", "pixel", id, svgOf(pixel, icon), { colour: "black" });
  for (const name of ["tabler", "lucide"]) {
    const set = setOf(name);
    for (const [id, icon] of Object.entries(set.icons)) {
      if (!isThing(id) || icon.hidden || id.endsWith("-filled")) continue;
      for (const [px, width] of strokes) record(name, "line", id, svgOf(set, { ...icon, body: icon.body.replaceAll('stroke-width="2"', `stroke-width="${px}"`) }), { colour: "black", ...(width && { width }) });
    }
  }
  return out;
}
