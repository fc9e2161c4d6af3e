// Pictures drawn by code, with captions that are exact by construction: full-bleed backgrounds and plain shapes.
import { colourNames, hueNames, jitter } from "./colours.mjs";

const pick = (random, list) => list[Math.floor(random() * list.length)];
const round = (x) => Math.round(x * 100) / 100;
const svg = (body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">${body}</svg>`;
const rect = (fill) => `<rect width="128" height="128" fill="${fill}"/>`;

function twoColours(random) {
  const a = pick(random, colourNames);
  let b = a;
  while (b === a) b = pick(random, colourNames);
  return [a, b];
}

function gradient(random) {
  const [a, b] = twoColours(random);
  const [direction, line] = pick(random, [["horizontal", 'x2="1" y2="0"'], ["vertical", 'x2="0" y2="1"'], ["diagonal", 'x2="1" y2="1"']]);
  const stops = `<stop stop-color="${jitter(a, random)}"/><stop offset="1" stop-color="${jitter(b, random)}"/>`;
  if (random() < 0.25) {
    return { caption: `${a} and ${b} radial gradient background`, svg: svg(`<defs><radialGradient id="g">${stops}</radialGradient></defs>${rect("url(#g)")}`) };
  }
  return { caption: `${a} to ${b} ${direction} gradient background`, svg: svg(`<defs><linearGradient id="g" ${line}>${stops}</linearGradient></defs>${rect("url(#g)")}`) };
}

function pattern(random) {
  const [a, b] = twoColours(random);
  const ink = jitter(a, random);
  const paper = jitter(b, random);
  const n = pick(random, [3, 4, 5]);
  const step = 128 / n;
  let body = rect(paper);
  const kind = pick(random, ["dots", "stripes", "vertical stripes", "checks", "waves", "zigzag", "diagonal stripes"]);
  for (let i = 0; i < n; i++) {
    const at = round(i * step);
    if (kind === "stripes") body += `<rect y="${at}" width="128" height="${round(step / 2)}" fill="${ink}"/>`;
    if (kind === "vertical stripes") body += `<rect x="${at}" width="${round(step / 2)}" height="128" fill="${ink}"/>`;
    if (kind === "diagonal stripes") body += `<path d="M${round(at * 2 - 128)} 128l128-128h${round(step)}l-128 128z" fill="${ink}"/>`;
    for (let j = 0; j < n; j++) {
      const x = round(j * step);
      if (kind === "dots") body += `<circle cx="${round(x + step / 2)}" cy="${round(at + step / 2)}" r="${round(step * 0.28)}" fill="${ink}"/>`;
      if (kind === "checks" && (i + j) % 2 === 0) body += `<rect x="${x}" y="${at}" width="${round(step)}" height="${round(step)}" fill="${ink}"/>`;
    }
    if (kind === "waves" || kind === "zigzag") {
      const y = round(at + step / 2);
      let d = `M-8 ${y}`;
      for (let x = -8; x < 136; x += 16) d += kind === "waves" ? `q8 ${(x / 16) % 2 < 1 ? -14 : 14} 16 0` : `l8 -9l8 9`;
      body += `<path d="${d}" fill="none" stroke="${ink}" stroke-width="${round(step * 0.28)}"/>`;
    }
  }
  return { caption: `${a} ${kind} pattern on ${b} background`, svg: svg(body) };
}

const skies = { day: ["#8fd3ff", "#dff4ff"], sunset: ["#ff7e5f", "#ffd08a"], dawn: ["#f7b2c4", "#fff0c9"], night: ["#101a44", "#39427a"] };

function landscape(random) {
  const time = pick(random, Object.keys(skies));
  const [top, bottom] = skies[time];
  let body = `<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>${rect("url(#s)")}`;
  const dark = time === "night" ? 0.45 : time === "day" ? 1 : 0.8;
  const shade = (r, g, b) => `rgb(${Math.round(r * dark)},${Math.round(g * dark)},${Math.round(b * dark)})`;
  if (time === "night") {
    for (let i = 0; i < 22; i++) body += `<circle cx="${round(random() * 128)}" cy="${round(random() * 70)}" r="${round(0.6 + random())}" fill="#fff"/>`;
    body += `<circle cx="${round(24 + random() * 80)}" cy="28" r="11" fill="#fff6d8"/>`;
  } else body += `<circle cx="${round(24 + random() * 80)}" cy="${time === "day" ? 26 : 58}" r="13" fill="${time === "day" ? "#ffe066" : "#fff3bf"}"/>`;
  const scene = pick(random, ["mountains", "hills", "sea", "desert", "forest", "city skyline", "snowy mountains", "beach"]);
  const wave = (y, height, fill) => {
    let d = `M0 128V${round(y)}`;
    for (let x = 0; x < 128; x += 32) d += `q16 ${round(-height * (0.5 + random()))} 32 0`;
    return `<path d="${d}V128z" fill="${fill}"/>`;
  };
  const peaks = (y, height, fill, snow) => {
    let out = "";
    for (let k = 0; k < 4; k++) {
      const x = k * 36 - 4 + random() * 14;
      const h = height * (0.7 + random() * 0.5);
      out += `<path d="M${round(x - 36)} 128L${round(x)} ${round(y - h)}L${round(x + 36)} 128z" fill="${fill}"/>`;
      if (snow) out += `<path d="M${round(x - 9)} ${round(y - h + 14)}L${round(x)} ${round(y - h)}L${round(x + 9)} ${round(y - h + 14)}l-5 -2l-4 4l-4 -4z" fill="#fff"/>`;
    }
    return out;
  };
  if (scene.includes("mountains")) body += peaks(92, 46, shade(116, 128, 156), scene.startsWith("snowy")) + wave(104, 14, shade(86, 140, 84));
  if (scene === "hills") body += wave(86, 24, shade(140, 196, 106)) + wave(102, 20, shade(92, 160, 78));
  if (scene === "sea") body += `<rect y="76" width="128" height="52" fill="${shade(38, 120, 196)}"/>` + wave(100, 6, shade(28, 98, 168));
  if (scene === "beach") body += `<rect y="70" width="128" height="34" fill="${shade(38, 140, 200)}"/>` + wave(100, 8, shade(240, 214, 150));
  if (scene === "desert") body += wave(90, 20, shade(236, 190, 112)) + wave(106, 16, shade(214, 160, 84));
  if (scene === "forest") {
    body += wave(98, 10, shade(92, 150, 80));
    for (let i = 0; i < 7; i++) { const x = i * 19 + 6 + random() * 6; const y = 104 + random() * 10; body += `<path d="M${round(x - 10)} ${round(y)}L${round(x)} ${round(y - 40)}L${round(x + 10)} ${round(y)}z" fill="${shade(34, 110, 66)}"/>`; }
  }
  if (scene === "city skyline") for (let i = 0; i < 8; i++) { const h = 30 + random() * 48; body += `<rect x="${i * 16}" y="${round(122 - h)}" width="16" height="${round(h + 10)}" fill="${shade(84 + (i % 3) * 22, 94 + (i % 3) * 22, 122 + (i % 3) * 22)}"/>`; }
  const when = { day: "by day", sunset: "at sunset", dawn: "at dawn", night: "at night" }[time];
  return { caption: `${scene} ${when} landscape`, svg: svg(body) };
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

/** `count` background pictures and `count / 3` shapes: { caption, svg, kind, style, concept }. */
export function proceduralPictures(count, random) {
  const out = [];
  for (let i = 0; i < count; i++) {
    const made = i % 3 === 0 ? gradient(random) : i % 3 === 1 ? pattern(random) : landscape(random);
    out.push({ ...made, kind: "background", style: "flat", concept: made.caption });
  }
  for (let i = 0; i < count / 3; i++) {
    const made = shape(random);
    out.push({ ...made, kind: "object", concept: made.caption });
  }
  return out;
}
