// Pictures drawn by code, with captions that are exact by construction: full-bleed backgrounds and plain shapes.
import { colourNames, hueNames, jitter } from "./colours.mjs";

const pick = (random, list) => list[Math.floor(random() * list.length)];
const round = (x) => Math.round(x * 100) / 100;
const svg = (body, width = 128, height = 128) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${body}</svg>`;
const rect = (fill) => `<rect width="100%" height="100%" fill="${fill}"/>`;

function twoColours(random) {
  const a = pick(random, colourNames);
  let b = a;
  while (b === a) b = pick(random, colourNames);
  return [a, b];
}

function gradient(random, width, height) {
  const [a, b] = twoColours(random);
  const [direction, line] = pick(random, [["horizontal", 'x2="1" y2="0"'], ["vertical", 'x2="0" y2="1"'], ["diagonal", 'x2="1" y2="1"']]);
  const stops = `<stop stop-color="${jitter(a, random)}"/><stop offset="1" stop-color="${jitter(b, random)}"/>`;
  if (random() < 0.25) {
    return { caption: `${a} and ${b} radial gradient background`, svg: svg(`<defs><radialGradient id="g">${stops}</radialGradient></defs>${rect("url(#g)")}`, width, height) };
  }
  return { caption: `${a} to ${b} ${direction} gradient background`, svg: svg(`<defs><linearGradient id="g" ${line}>${stops}</linearGradient></defs>${rect("url(#g)")}`, width, height) };
}

// Periods that divide the patch of the latents, always in the same phase: a word then means one picture, not an average of many.
const periods = [["small ", 16], ["", 32], ["", 32], ["large ", 64]];

function pattern(random, width, height) {
  const [a, b] = twoColours(random);
  const ink = jitter(a, random);
  const [size, step] = pick(random, periods);
  const half = step / 2;
  let body = rect(jitter(b, random));
  const kind = pick(random, ["dots", "stripes", "vertical stripes", "checks", "waves", "zigzag", "diagonal stripes"]);
  if (kind === "stripes") for (let y = 0; y < height; y += step) body += `<rect y="${y}" width="${width}" height="${half}" fill="${ink}"/>`;
  if (kind === "vertical stripes") for (let x = 0; x < width; x += step) body += `<rect x="${x}" width="${half}" height="${height}" fill="${ink}"/>`;
  if (kind === "diagonal stripes") for (let x = -height; x < width + height; x += step) body += `<path d="M${x} ${height}l${height}-${height}h${half}l-${height} ${height}z" fill="${ink}"/>`;
  if (kind === "dots") for (let y = half; y < height; y += step) for (let x = half; x < width; x += step) body += `<circle cx="${x}" cy="${y}" r="${round(step * 0.28)}" fill="${ink}"/>`;
  if (kind === "checks") for (let y = 0; y < height; y += half) for (let x = (y / half) % 2 ? half : 0; x < width; x += step) body += `<rect x="${x}" y="${y}" width="${half}" height="${half}" fill="${ink}"/>`;
  if (kind === "waves" || kind === "zigzag") {
    const swing = round(step * 0.2);
    for (let y = half; y < height; y += step) {
      let d = `M0 ${y}`;
      for (let x = 0; x < width; x += step) d += kind === "waves" ? `q${half / 2} ${-2 * swing} ${half} 0q${half / 2} ${2 * swing} ${half} 0` : `l${half / 2} ${-swing}l${half} ${2 * swing}l${half / 2} ${-swing}`;
      body += `<path d="${d}" fill="none" stroke="${ink}" stroke-width="${round(step * 0.25)}"/>`;
    }
  }
  return { caption: `${a} ${size}${kind} pattern on ${b} background`, svg: svg(body, width, height) };
}

const skies = { day: ["#8fd3ff", "#dff4ff"], sunset: ["#ff7e5f", "#ffd08a"], dawn: ["#f7b2c4", "#fff0c9"], night: ["#101a44", "#39427a"] };

/** Sky, sun or moon, and layers of land that fill the width; heights are shares of the picture's. */
function landscape(random, width, height) {
  const time = pick(random, Object.keys(skies));
  const [top, bottom] = skies[time];
  const y = (share) => round((share / 128) * height);
  let body = `<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>${rect("url(#s)")}`;
  const dark = time === "night" ? 0.45 : time === "day" ? 1 : 0.8;
  const shade = (r, g, b) => `rgb(${Math.round(r * dark)},${Math.round(g * dark)},${Math.round(b * dark)})`;
  const light = round(width * (0.62 + random() * 0.16));
  if (time === "night") {
    for (let i = 0; i < width * height * 0.0014; i++) body += `<circle cx="${round(random() * width)}" cy="${y(random() * 70)}" r="${round(0.6 + random())}" fill="#fff"/>`;
    body += `<circle cx="${light}" cy="${y(30)}" r="11" fill="#fff6d8"/>`;
  } else body += `<circle cx="${light}" cy="${y(time === "day" ? 30 : 56)}" r="13" fill="${time === "day" ? "#ffe066" : "#fff3bf"}"/>`;
  const scene = pick(random, ["mountains", "hills", "sea", "desert", "forest", "city skyline", "snowy mountains", "beach"]);
  const wave = (at, swing, fill) => {
    let d = `M0 ${height}V${y(at)}`;
    for (let x = 0; x < width; x += 32) d += `q16 ${round(-swing * (0.7 + random() * 0.6))} 32 0`;
    return `<path d="${d}V${height}z" fill="${fill}"/>`;
  };
  const peaks = (at, rise, fill, snow) => {
    let out = "";
    for (let k = 0; k * 36 < width + 36; k++) {
      const x = k * 36 - 4 + random() * 8;
      const tip = y(at) - round(rise * (height / 128) * (0.8 + (k % 2) * 0.3 + random() * 0.15));
      out += `<path d="M${round(x - 36)} ${height}L${round(x)} ${tip}L${round(x + 36)} ${height}z" fill="${fill}"/>`;
      if (snow) out += `<path d="M${round(x - 9)} ${tip + 15}L${round(x)} ${tip}L${round(x + 9)} ${tip + 15}l-5 -2l-4 4l-4 -4z" fill="#fff"/>`;
    }
    return out;
  };
  if (scene.includes("mountains")) body += peaks(92, 46, shade(116, 128, 156), scene.startsWith("snowy")) + wave(106, 14, shade(86, 140, 84));
  if (scene === "hills") body += wave(86, 24, shade(140, 196, 106)) + wave(102, 20, shade(92, 160, 78));
  if (scene === "sea") body += `<rect y="${y(76)}" width="${width}" height="${height}" fill="${shade(38, 120, 196)}"/>` + wave(100, 6, shade(28, 98, 168));
  if (scene === "beach") body += `<rect y="${y(70)}" width="${width}" height="${height}" fill="${shade(38, 140, 200)}"/>` + wave(100, 8, shade(240, 214, 150));
  if (scene === "desert") body += wave(90, 20, shade(236, 190, 112)) + wave(106, 16, shade(214, 160, 84));
  if (scene === "forest") {
    body += wave(98, 10, shade(92, 150, 80));
    for (let i = 0; i * 19 < width; i++) { const x = i * 19 + 6 + random() * 4; const foot = y(106 + (i % 2) * 8); body += `<path d="M${round(x - 10)} ${foot}L${round(x)} ${round(foot - 40 * (height / 128))}L${round(x + 10)} ${foot}z" fill="${shade(34, 110, 66)}"/>`; }
  }
  if (scene === "city skyline") for (let i = 0; i * 16 < width; i++) { const rise = 34 + ((i * 29) % 44) + random() * 6; body += `<rect x="${i * 16}" y="${y(122 - rise)}" width="16" height="${height}" fill="${shade(84 + (i % 3) * 22, 94 + (i % 3) * 22, 122 + (i % 3) * 22)}"/>`; }
  const when = { day: "by day", sunset: "at sunset", dawn: "at dawn", night: "at night" }[time];
  return { caption: `${scene} ${when} landscape`, svg: svg(body, width, height) };
}

const shapes = {
  circle: '<circle cx="64" cy="64" r="54"/>',
  square: '<rect x="14" y="14" width="100" height="100"/>',
  "rounded square": '<rect x="14" y="14" width="100" height="100" rx="24"/>',
  triangle: '<path d="M64 12L118 112H10z"/>',
  star: '<path d="M64 8l16.5 36.6 39.9 4.4-29.7 27 8.2 39.3L64 95.4 29.1 115.3l8.2-39.3-29.7-27 39.9-4.4z"/>',
  hexagon: '<path d="M64 8l49 28v56l-49 28-49-28V36z"/>',
  heart: '<path d="M64 116C18 82 8 60 8 42 8 22 22 12 36 12c12 0 22 7 28 18 6-11 16-18 28-18 14 0 28 10 28 30 0 18-10 40-56 74z"/>',
  diamond: '<path d="M64 8l50 56-50 56-50-56z"/>',
  ring: '<path fill-rule="evenodd" d="M64 10a54 54 0 1 0 .01 0zM64 36a28 28 0 1 1-.01 0z"/>',
  cross: '<path d="M46 10h36v36h36v36H82v36H46V82H10V46h36z"/>',
  arrow: '<path d="M10 46h56V16l52 48-52 48V82H10z"/>',
  drop: '<path d="M64 8c24 34 38 52 38 72a38 38 0 0 1-76 0c0-20 14-38 38-72z"/>',
};

function shape(random) {
  const name = pick(random, Object.keys(shapes));
  const colour = pick(random, random() < 0.75 ? hueNames : colourNames);
  const flat = random() < 0.5;
  const [light, dark] = [jitter(colour, random), jitter(colour, random)];
  const fill = flat ? `fill="${light}"` : 'fill="url(#g)"';
  const defs = flat ? "" : `<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="#fff" stop-opacity="0"/><stop stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs>`;
  return { caption: `${colour} ${name}`, style: flat ? "flat" : "emoji", svg: svg(`${defs}<g ${fill}>${shapes[name]}</g>`) };
}

/** One full-bleed background: { caption, svg, kind, style, concept }. */
function background(random, i, width, height) {
  const draw = [gradient, pattern, landscape][i % 3];
  const made = draw(random, width, height);
  return { ...made, kind: "background", style: "flat", concept: made.caption };
}

/** `count` backgrounds of that size in pixels. */
export function backgrounds(count, random, width, height) {
  return Array.from({ length: count }, (_, i) => background(random, i, width, height));
}

/** `count` square backgrounds and `count / 3` shapes. */
export function proceduralPictures(count, random) {
  const out = backgrounds(count, random, 128, 128);
  for (let i = 0; i < count / 3; i++) {
    const made = shape(random);
    out.push({ ...made, kind: "object", concept: made.caption });
  }
  return out;
}

const places = {
  "left of": [[4, 34], [64, 34]],
  "right of": [[64, 34], [4, 34]],
  above: [[34, 4], [34, 64]],
  below: [[34, 64], [34, 4]],
  and: [[4, 34], [64, 34]],
};
const numbers = { 2: [[4, 34], [64, 34]], 3: [[34, 4], [4, 64], [64, 64]], 4: [[4, 4], [64, 4], [4, 64], [64, 64]] };
const numberWords = { 2: "two", 3: "three", 4: "four" };
const plural = (name) => (/(s|sh|ch|x)$/.test(name) ? `${name}es` : /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`);

/**
 * Two things in a relation, or two to four of one thing: { caption, concept, svg, relation?, number?, things }.
 * `things` are { name, inner }: a name of at most two words, and the SVG that shows it.
 */
export function compositions(count, random, things) {
  const out = [];
  for (let i = 0; i < count; i++) {
    const first = pick(random, things);
    if (i % 3 === 0) {
      const number = pick(random, [2, 3, 4]);
      const body = numbers[number].map(([x, y]) => put(first, x, y)).join("");
      const caption = `${numberWords[number]} ${plural(first.name)}`;
      out.push({ caption, concept: caption, number, things: [first.name], svg: svg(body) });
      continue;
    }
    let second = first;
    while (second === first) second = pick(random, things);
    const relation = pick(random, Object.keys(places));
    const [a, b] = places[relation];
    const caption = `${first.name} ${relation} ${second.name}`;
    out.push({ caption, concept: caption, relation, things: [first.name, second.name], svg: svg(put(first, ...a) + put(second, ...b)) });
  }
  return out;
}

const put = (thing, x, y) => `<svg x="${x}" y="${y}" width="60" height="60" viewBox="${thing.box}">${thing.body}</svg>`;
