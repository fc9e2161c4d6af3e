// Renders the training pictures: `node render.mjs OUT` writes pictures.u8 (N x 128 x 128 x 4 premultiplied RGBA),
// records.jsonl (one caption record per picture), the same for wide and tall backgrounds (pictures-192x96.u8, ...), and
// crops.u8 (256 px crops at 1024 px for the upscalers). `node render.mjs OUT --more` writes more-pictures.u8 and
// more-records.jsonl instead: the sets of more-sets.mjs.
// The rasteriser can abort the process on a degenerate icon, so a child renders and what kills it is skipped.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { colourNames, dominantColour, hueNames, jitter, repaint } from "./colours.mjs";
import { moreSources } from "./more-sets.mjs";
import { backgrounds, compositions, proceduralPictures } from "./procedural.mjs";

const require = createRequire(import.meta.url);
const size = 128;
const margin = 4; // objects never touch the frame; the engine relies on it
const cropSize = 256;
const cropsPerIcon = 6;
const shapes = [[128, 128], [160, 96], [192, 96], [96, 160], [96, 192]]; // whole patches of 32 px, about as many as a square has
const languages = ["de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "ja", "ko", "zh"];

function seededRandom(seed) {
  let s = seed >>> 0; // mulberry32
  return () => { s = (s + 0x6d2b79f5) >>> 0; let t = s; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
}
function hash(text) { let h = 0x811c9dc5; for (const b of Buffer.from(text)) h = Math.imul(h ^ b, 0x01000193) >>> 0; return h; }
const slug = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

function annotations() {
  const bySlug = new Map();
  const load = (language) => require(`cldr-annotations-full/annotations/${language}/annotations.json`).annotations.annotations;
  const en = load("en");
  const others = Object.fromEntries(languages.map((l) => [l, load(l)]));
  for (const [character, a] of Object.entries(en)) {
    if (!a.tts) continue;
    const names = {};
    for (const l of languages) if (others[l][character]?.tts) names[l] = others[l][character].tts[0];
    bySlug.set(slug(a.tts[0]), { keywords: a.default ?? [], names });
  }
  return bySlug;
}

const emojiSkip = /skin-tone|(^|-)(medium|light|dark)(-|$)(?!.*(sun|moon|bulb|heart|rail))|^flag|^(wo)?m[ae]n-|^(wo)?m[ae]n$|-(wo)?man|keycap|oclock|thirty|japanese|-button$|mahjong|couple|family|kiss-|^kiss$|people-|holding-hands|^\d+$|ideograph|regional|^mx-|copyright|registered|trade-mark|input-|component/;
const phosphorSkip = /logo|^(text|arrow|caret|number|dots|rows|columns|align|sort|cursor|file-|selection|grid|list|layout|stack|circuit|corners|bounding|git-|math|currency|gender|radical|greater|less|equals|approximate|subset|superset|union|intersect|exclude|article|signature|split|squares|quotes|brackets|textbox|keyboard|placeholder|swap|flow|sliders|toggle|spinner|circle-|square-|key-return|option|command|control|function|infinity|omega|pi$|sigma|lambda)/;

const setOf = (name) => require(`@iconify-json/${name}/icons.json`);

function svgOf(set, icon, ink) {
  const w = icon.width ?? set.width ?? 16; const h = icon.height ?? set.height ?? 16; const l = icon.left ?? set.left ?? 0; const t = icon.top ?? set.top ?? 0;
  const box = Math.max(w, h); const pad = (box * margin) / (size - 2 * margin);
  const x = l - (box - w) / 2 - pad; const y = t - (box - h) / 2 - pad;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${x} ${y} ${box + 2 * pad} ${box + 2 * pad}">${icon.body.replaceAll("currentColor", ink ?? "#222")}</svg>`;
}

/** Never trained on: 2 % of the things in every style, and 5 % of the pairs of thing and style. */
function keepApart(record) {
  record.heldoutConcept = hash(`concept:${record.concept}`) % 100 < 2;
  record.heldout = record.heldoutConcept || hash(`${record.concept}|${record.style}`) % 100 < 5;
}

function moreJobs() {
  return moreSources({ setOf, svgOf, cldr: annotations(), skip: emojiSkip }).map(({ svg, ...record }) => {
    keepApart(record);
    return { record, svg };
  });
}

function sources() {
  const cldr = annotations();
  const out = [];
  for (const [name, style] of [["fluent-emoji-flat", "flat"], ["noto", "emoji"], ["twemoji", "simple"]]) {
    const set = setOf(name);
    for (const [id, icon] of Object.entries(set.icons)) {
      if (emojiSkip.test(id) || icon.hidden) continue;
      const info = cldr.get(id) ?? { keywords: [], names: {} };
      out.push({ set: name, id, style, kind: "object", concept: id, name: id.replaceAll("-", " "), keywords: info.keywords, names: info.names, svg: svgOf(set, icon), repaintable: true });
    }
  }
  const flatColor = setOf("flat-color-icons");
  for (const [id, icon] of Object.entries(flatColor.icons)) out.push({ set: "flat-color-icons", id, style: "simple", kind: "object", concept: id, name: id.replaceAll("-", " "), keywords: [], names: {}, svg: svgOf(flatColor, icon), repaintable: true });
  const fluentColor = setOf("fluent-color");
  const largest = new Map();
  for (const id of Object.keys(fluentColor.icons)) { const m = /^(.*)-(\d+)$/.exec(id); if (m && Number(m[2]) > (largest.get(m[1]) ?? 0)) largest.set(m[1], Number(m[2])); }
  for (const [base, px] of largest) { const icon = fluentColor.icons[`${base}-${px}`]; out.push({ set: "fluent-color", id: `${base}-${px}`, style: "emoji", kind: "object", concept: base, name: base.replaceAll("-", " "), keywords: [], names: {}, svg: svgOf(fluentColor, icon), repaintable: true }); }
  const ph = setOf("ph");
  for (const [suffix, style] of [["fill", "glyph"], ["bold", "outline"], ["duotone", "duotone"]]) {
    for (const [id, icon] of Object.entries(ph.icons)) {
      if (!id.endsWith(`-${suffix}`)) continue;
      const base = id.slice(0, -suffix.length - 1);
      if (phosphorSkip.test(base)) continue;
      const info = cldr.get(base) ?? { keywords: [], names: {} };
      out.push({ set: "ph", id, style, kind: "object", concept: base, name: base.replaceAll("-", " "), keywords: info.keywords, names: info.names, icon, setRef: ph, inkable: true, svgOf });
    }
  }
  return out;
}

/** Things for pictures of several: the plain flat emoji with names of one word. */
function composable() {
  const set = require("@iconify-json/fluent-emoji-flat/icons.json");
  return Object.entries(set.icons).filter(([id, icon]) => /^[a-z]{3,9}$/.test(id) && !emojiSkip.test(id) && !icon.hidden && hash(`concept:${id}`) % 100 >= 2)
    .map(([id, icon]) => ({ name: id, body: icon.body, box: `${icon.left ?? 0} ${icon.top ?? 0} ${icon.width ?? set.width} ${icon.height ?? set.height}` }));
}

function jobs() {
  const list = [];
  for (const source of sources()) {
    const { svg, icon, setRef, svgOf, repaintable, inkable, ...record } = source;
    const random = seededRandom(hash(`${source.set}/${source.id}`));
    keepApart(record);
    if (inkable) {
      const first = Math.floor(random() * colourNames.length);
      for (let k = 0; k < 3; k++) {
        const colour = colourNames[(first + k * 5) % colourNames.length];
        list.push({ record: { ...record, colour }, svg: svgOf(setRef, icon, jitter(colour, random)) });
      }
    } else {
      list.push({ record, svg, measure: true });
      if (repaintable) list.push({ record, svg, recolour: Math.floor(random() * 8), crops: true });
    }
  }
  const drawn = (p) => ({ set: "procedural", id: p.caption, style: p.style, kind: p.kind, concept: p.concept, name: p.caption, keywords: [], names: {}, heldout: false });
  for (const p of proceduralPictures(3000, seededRandom(20260101))) list.push({ record: drawn(p), svg: p.svg });
  for (const p of compositions(3000, seededRandom(20260102), composable())) {
    const { caption, concept, relation, number, things } = p;
    list.push({ record: { set: "composed", id: caption, style: "flat", kind: "object", concept, name: caption, keywords: [], names: {}, relation, number, things, heldout: hash(`composed:${concept}`) % 100 < 5 }, svg: p.svg });
  }
  for (const [width, height] of shapes.slice(1)) {
    for (const p of backgrounds(600, seededRandom(20260103 + width), width, height)) list.push({ record: drawn(p), svg: p.svg, shape: [width, height] });
  }
  return list;
}

const suffixOf = ([width, height]) => (width === size && height === size ? "" : `-${width}x${height}`);

const filesOf = (shape, prefix) => [`${prefix}pictures${suffixOf(shape)}.u8`, `${prefix}records${suffixOf(shape)}.jsonl`];

async function child(out, from, cropShare, more) {
  const { Resvg } = await import("@resvg/resvg-js");
  const list = more ? moreJobs() : jobs();
  const wanted = more ? shapes.slice(0, 1) : shapes;
  const files = Object.fromEntries(wanted.map((shape) => [shape, Object.fromEntries(filesOf(shape, more ? "more-" : "").map((name, k) => [["pictures", "records"][k], openSync(join(out, name), "a")]))]));
  const cropsFd = openSync(join(out, "crops.u8"), "a");
  const raster = (svg, px) => new Resvg(svg, { fitTo: { mode: "width", value: px }, font: { loadSystemFonts: false } }).render().pixels;
  const straight = (p) => { const s = Buffer.from(p); for (let i = 0; i < s.length; i += 4) { const a = s[i + 3]; if (a && a < 255) for (let c = 0; c < 3; c++) s[i + c] = Math.min(255, Math.round((s[i + c] * 255) / a)); } return s; };
  const put = (pixels, record, shape = shapes[0]) => {
    if (pixels.length !== shape[0] * shape[1] * 4) return;
    let any = 0;
    for (let i = 3; i < pixels.length; i += 4) any += pixels[i];
    if (any < 255 * 60) return;
    writeSync(files[shape].pictures, pixels);
    writeSync(files[shape].records, `${JSON.stringify(record)}\n`);
  };
  for (let i = from; i < list.length; i++) {
    process.stdout.write(`at ${i} ${list.length}\n`);
    const job = list[i];
    if (job.measure || job.recolour !== undefined) {
      const base = raster(job.svg, size);
      const dominant = dominantColour(straight(base));
      const clear = dominant && dominant.share > 0.5;
      if (job.measure) put(base, { ...job.record, ...(clear ? { colour: dominant.name, measured: true } : {}) });
      else if (clear) {
        for (let k = 0; k < 3; k++) {
          const colour = [...hueNames, "brown", "black", "white", "grey"][(job.recolour + k * 3) % (k === 2 ? 12 : 8)];
          if (colour === dominant.name) continue;
          put(raster(repaint(job.svg, dominant, colour), size), { ...job.record, colour, recoloured: true });
        }
      }
      if (job.crops && hash(job.record.id + job.record.set) % 1000 < cropShare) {
        const big = raster(job.svg, 1024);
        const random = seededRandom(hash(job.record.id));
        for (let k = 0; k < cropsPerIcon; k++) {
          const x = 8 * Math.floor((random() * (1024 - cropSize)) / 8); const y = 8 * Math.floor((random() * (1024 - cropSize)) / 8);
          const crop = Buffer.alloc(cropSize * cropSize * 4);
          for (let row = 0; row < cropSize; row++) big.copy(crop, row * cropSize * 4, ((y + row) * 1024 + x) * 4, ((y + row) * 1024 + x + cropSize) * 4);
          writeSync(cropsFd, crop);
        }
      }
    } else put(raster(job.svg, job.shape?.[0] ?? size), job.record, job.shape);
  }
  for (const fd of [cropsFd, ...Object.values(files).flatMap(Object.values)]) closeSync(fd);
}

async function parent(out, cropShare, more) {
  mkdirSync(out, { recursive: true });
  for (const f of more ? filesOf(shapes[0], "more-") : ["crops.u8", ...shapes.flatMap((shape) => filesOf(shape, ""))]) writeFileSync(join(out, f), "");
  let from = 0;
  const skipped = [];
  for (;;) {
    let at = from;
    let total = 0;
    const process_ = spawn(process.execPath, [fileURLToPath(import.meta.url), out, "--child", String(from), String(cropShare), more ? "more" : ""], { stdio: ["ignore", "pipe", "inherit"] });
    createInterface({ input: process_.stdout }).on("line", (line) => { const m = /^at (\d+) (\d+)$/.exec(line); if (m) { at = Number(m[1]); total = Number(m[2]); if (at % 1000 === 0) console.error(`${at} / ${total}`); } });
    const code = await new Promise((resolve) => process_.on("close", resolve));
    if (code === 0) break;
    skipped.push(at);
    from = at + 1;
    if (skipped.length > 50) throw new Error("the rasteriser died more than 50 times");
  }
  writeFileSync(join(out, `${more ? "more-" : ""}skipped.json`), JSON.stringify(skipped));
  console.error(`done, ${skipped.length} skipped`);
}

const [out, flag, from, cropShare, more] = process.argv.slice(2);
if (!out) { console.error("usage: node render.mjs OUT [--more]"); process.exit(2); }
if (flag === "--child") await child(out, Number(from), Number(cropShare), more === "more");
else await parent(out, 250, flag === "--more");
