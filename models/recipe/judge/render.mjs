// Renders the judge's pictures: `node render.mjs OUT` writes pictures.u8 (N x 64 x 64 x 4 premultiplied RGBA) and records.jsonl.
// Pictures of one ink are rendered in black and coloured while training. The rasteriser can abort the process on a
// degenerate icon, so a child renders and what kills it is skipped.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { converter, formatHex, parse } from "culori";
import { proceduralPictures } from "../data/procedural.mjs";

const require = createRequire(import.meta.url);
const size = 64;
const margin = 2;
const toOklch = converter("oklch");

function hash(text) { let h = 0x811c9dc5; for (const b of Buffer.from(text)) h = Math.imul(h ^ b, 0x01000193) >>> 0; return h; }
const slug = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const skip = /skin-tone|^flag|-(medium|light|dark)$|(medium|light|dark)-(?=skin)|keycap|oclock|thirty|mahjong|regional|^mx-|copyright|registered|trade-mark|input-|logo|^(text|align|format|border|sort|letter|number|numeric|alpha-|hexagon-letter|square-letter|circle-letter|brand|currency|gender|math|key-return|radical|file-(?!text$)|spinner|circle-[a-z0-9]$|square-[a-z0-9]$)|-(number|letter)-|\d{2,}/;
const brands = /^(google|microsoft|apple|android|aws|facebook|twitter|github|gitlab|instagram|linkedin|npm|react|vue|angular|language|nodejs|spotify|steam|whatsapp|youtube|wordpress|firefox|adobe|docker|dropbox|slack|skype|reddit|paypal|pinterest|nintendo|sony|xamarin|windows|ubuntu|linux|kubernetes|jira|evernote|ethereum|bitcoin)/;

/** Ids of many words are variants of a thing ("-lock", "-plus"), not things. */
const short = (id) => (id && id.split("-").length <= 3 && !/-off$|-slash$/.test(id) ? id : null);

/** set, style, ink (one colour, tinted while training), how the id becomes a concept (null: left out), repaints. */
const sets = [
  { set: "fluent-emoji-flat", style: "flat", repaints: 2, concept: (id) => id },
  { set: "twemoji", style: "flat", repaints: 1, concept: (id) => id },
  { set: "noto", style: "shaded", repaints: 1, concept: (id) => id },
  { set: "fluent-emoji", style: "shaded", repaints: 0, concept: (id) => id },
  { set: "flat-color-icons", style: "flat", repaints: 1, concept: (id) => id },
  { set: "fluent-color", style: "shaded", repaints: 0, concept: (id) => /^(.*)-(32|48)$/.exec(id)?.[1] ?? null },
  { set: "ph", style: "glyph", ink: true, concept: (id) => /^(.*)-fill$/.exec(id)?.[1] ?? null },
  { set: "ph", style: "outline", ink: true, concept: (id) => /^(.*)-bold$/.exec(id)?.[1] ?? null },
  { set: "ph", style: "outline", ink: true, concept: (id) => (/-(fill|bold|duotone|light|thin)$/.test(id) ? null : id) },
  { set: "ph", style: "duotone", ink: true, concept: (id) => /^(.*)-duotone$/.exec(id)?.[1] ?? null },
  { set: "mdi", style: "glyph", ink: true, concept: (id) => (/-outline|-off$|-variant|-box$/.test(id) || id.split("-").length > 3 ? null : id) },
  { set: "tabler", style: "outline", ink: true, concept: (id) => (/-filled$|-off$/.test(id) || id.split("-").length > 2 ? null : id) },
  { set: "tabler", style: "glyph", ink: true, concept: (id) => /^(.*)-filled$/.exec(id)?.[1] ?? null },
  { set: "lucide", style: "outline", ink: true, concept: (id) => (/-off$/.test(id) || id.split("-").length > 3 ? null : id) },
  { set: "pixelarticons", style: "pixel", ink: true, concept: (id) => id },
  { set: "material-symbols", style: "glyph", ink: true, concept: (id) => short(/-(outline|rounded|sharp|off)$/.test(id) ? null : id) },
  { set: "material-symbols", style: "outline", ink: true, concept: (id) => short(/^(.*)-outline$/.exec(id)?.[1]) },
  { set: "fluent", style: "glyph", ink: true, concept: (id) => short(/^(.*)-24-filled$/.exec(id)?.[1]) },
  { set: "fluent", style: "outline", ink: true, concept: (id) => short(/^(.*)-24-regular$/.exec(id)?.[1]) },
  { set: "mingcute", style: "glyph", ink: true, concept: (id) => short(/^(.*?)(-\d)?-fill$/.exec(id)?.[1]) },
  { set: "mingcute", style: "outline", ink: true, concept: (id) => short(/^(.*?)(-\d)?-line$/.exec(id)?.[1]) },
  { set: "bi", style: "glyph", ink: true, concept: (id) => short(/^(.*)-fill$/.exec(id)?.[1]) },
  { set: "bi", style: "outline", ink: true, concept: (id) => short(/-fill$|^filetype/.test(id) ? null : id) },
  { set: "iconoir", style: "glyph", ink: true, concept: (id) => short(/^(.*)-solid$/.exec(id)?.[1]) },
  { set: "iconoir", style: "outline", ink: true, concept: (id) => short(/-solid$/.test(id) ? null : id) },
  { set: "ion", style: "glyph", ink: true, concept: (id) => short(/-(outline|sharp)$|^(ios|md|logo)-/.test(id) ? null : id) },
  { set: "ion", style: "outline", ink: true, concept: (id) => short(/^(ios|md|logo)-/.test(id) ? null : /^(.*)-outline$/.exec(id)?.[1]) },
  { set: "heroicons", style: "glyph", ink: true, concept: (id) => short(/^(.*)(?<!-\d\d)-solid$/.exec(id)?.[1]) },
  { set: "heroicons", style: "outline", ink: true, concept: (id) => short(/-solid$/.test(id) ? null : id) },
  { set: "uil", style: "outline", ink: true, concept: (id) => short(id) },
];

const targets = {
  red: "#e03131", orange: "#f08c1a", yellow: "#f7ca18", green: "#2f9e44", teal: "#12a594", blue: "#1c6fe0", purple: "#7b3fe4", pink: "#f06595",
};

/** Turns the whole picture to one hue, so that its colour word is certain; lightness differences are kept. */
function repaint(body, name) {
  const goal = toOklch(parse(targets[name]));
  return body.replace(/#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b/g, (hex) => {
    const c = toOklch(parse(hex));
    if (!(c.c > 0.03)) return hex;
    return formatHex({ mode: "oklch", l: Math.min(0.97, Math.max(0.12, goal.l + (c.l - 0.72) * 0.7)), c: goal.c * Math.min(1.2, Math.max(0.5, c.c / 0.15)), h: goal.h }) ?? hex;
  });
}

function wordsOf() {
  const annotations = require("cldr-annotations-full/annotations/en/annotations.json").annotations.annotations;
  return new Map(Object.values(annotations).filter((a) => a.tts).map((a) => [slug(a.tts[0]), a.default ?? []]));
}

function jobs() {
  const words = wordsOf();
  const list = [];
  for (const { set, style, ink, concept: conceptOf, repaints = 0 } of sets) {
    const pack = require(`@iconify-json/${set}/icons.json`);
    for (const [id, icon] of Object.entries(pack.icons)) {
      const concept = conceptOf(id);
      if (concept === null || icon.hidden || skip.test(concept) || (ink && brands.test(id))) continue;
      const w = icon.width ?? pack.width ?? 16; const h = icon.height ?? pack.height ?? 16;
      const box = Math.max(w, h); const pad = (box * margin) / (size - 2 * margin);
      const view = `${(icon.left ?? 0) - (box - w) / 2 - pad} ${(icon.top ?? 0) - (box - h) / 2 - pad} ${box + 2 * pad} ${box + 2 * pad}`;
      const wrap = (body) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${view}">${body.replaceAll("currentColor", "#000")}</svg>`;
      const record = { set, id, style, ink: ink === true, name: concept.replaceAll("-", " "), keywords: words.get(concept) ?? [], colour: "" };
      list.push({ record, svg: wrap(icon.body) });
      const names = Object.keys(targets);
      for (let k = 0; k < repaints; k++) {
        const colour = names[(hash(`${set}/${id}`) + 3 * k) % names.length];
        const painted = repaint(icon.body, colour);
        if (painted !== icon.body) list.push({ record: { ...record, colour }, svg: wrap(painted) });
      }
    }
  }
  let state = 20260202; // not the seed of the model's own backgrounds
  const random = () => (state = Math.imul(state, 1664525) + 1013904223 >>> 0) / 4294967296;
  for (const p of proceduralPictures(1800, random)) {
    const record = { set: "procedural", id: p.caption, style: p.kind === "background" ? "background" : "flat", ink: false, name: p.caption, keywords: [], colour: "" };
    list.push({ record, svg: p.svg });
  }
  return list;
}

async function child(out, from) {
  const { Resvg } = await import("@resvg/resvg-js");
  const pictures = openSync(join(out, "pictures.u8"), "a");
  const records = openSync(join(out, "records.jsonl"), "a");
  const list = jobs();
  for (let i = from; i < list.length; i++) {
    writeFileSync(join(out, "at"), String(i)); // on disk before the rasteriser can take the process down
    if (i % 2000 === 0) console.error(`${i} / ${list.length}`);
    const { pixels } = new Resvg(list[i].svg, { fitTo: { mode: "width", value: size }, font: { loadSystemFonts: false } }).render();
    if (pixels.length !== 4 * size * size) continue;
    writeSync(pictures, pixels);
    writeSync(records, `${JSON.stringify(list[i].record)}\n`);
  }
  closeSync(pictures);
  closeSync(records);
}

function parent(out) {
  mkdirSync(out, { recursive: true });
  for (const f of ["pictures.u8", "records.jsonl"]) writeFileSync(join(out, f), "");
  let from = 0;
  let skipped = 0;
  for (;;) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), out, "--child", String(from)], { stdio: ["ignore", "ignore", "inherit"] });
    if (status === 0) break;
    skipped++;
    from = Number(readFileSync(join(out, "at"), "utf8")) + 1;
    if (skipped > 50) throw new Error("the rasteriser died more than 50 times");
  }
  console.error(`done, ${skipped} skipped`);
}

const [out, flag, from] = process.argv.slice(2);
if (!out) { console.error("usage: node render.mjs OUT"); process.exit(2); }
if (flag === "--child") await child(out, Number(from));
else parent(out);
