"""Where the training data comes from: sources, licences, credits, and how many pictures of each a design has seen."""

import json

from common import DATA, RECIPE

TRAINING_DATA = [
    ("Fluent Emoji Flat", "@iconify-json/fluent-emoji-flat", "MIT", "Microsoft Corporation"),
    ("Noto Emoji", "@iconify-json/noto", "Apache-2.0", "Google Inc."),
    ("Twemoji", "@iconify-json/twemoji", "CC-BY-4.0", "Twitter, Inc. and other contributors; adapted (rendered, recoloured)"),
    ("Phosphor Icons", "@iconify-json/ph", "MIT", "Phosphor Icons"),
    ("Flat Color Icons", "@iconify-json/flat-color-icons", "MIT", "Icons8"),
    ("Fluent UI System Color Icons", "@iconify-json/fluent-color", "MIT", "Microsoft Corporation"),
    ("Fluent Emoji", "@iconify-json/fluent-emoji", "MIT", "Microsoft Corporation"),
    ("Fluent Emoji 3D", "fluent-3d", "MIT", "Microsoft Corporation"),
    ("Tabler Icons", "@iconify-json/tabler", "MIT", "Paweł Kuna"),
    ("Lucide", "@iconify-json/lucide", "ISC", "Lucide Contributors; Cole Bemis (Feather)"),
    ("Pixelarticons", "@iconify-json/pixelarticons", "MIT", "Gerrit Halfmann"),
    ("CLDR annotations", "cldr-annotations-full", "Unicode-3.0", "Unicode, Inc."),
    ("Open English WordNet", "wordnet", "CC-BY-4.0 and WordNet licence", "Open English WordNet contributors; Princeton University"),
    ("emojilib", "emojilib", "MIT", "muan and contributors"),
    ("Procedural backgrounds and shapes", "procedural", "Apache-2.0", "The Musa authors"),
]

# Sources of `prepare_data.py --words`.
EXTRA_WORDS = ("wordnet", "emojilib")


# Sources whose pictures every design has seen, in the latents or the decoder; the others only where their style is learnt.
COMMON = {"fluent-emoji-flat", "noto", "twemoji", "ph", "flat-color-icons", "fluent-color", "procedural"}


def training_data(styles: list[str]) -> list[dict]:
    versions = json.loads((RECIPE / "data" / "package.json").read_text())["dependencies"]
    counts: dict[str, int] = {}
    for path in (DATA / "records.jsonl", DATA / "more-records.jsonl"):
        for line in path.open() if path.exists() else []:
            record = json.loads(line)
            if record["set"] in COMMON or record["style"] in styles:
                counts[record["set"]] = counts.get(record["set"], 0) + 1
    rows = [{"name": name, "source": source, "version": versions.get(source, "1"), "licence": licence, "credit": credit,
             "pictures": counts.get(source.removeprefix("@iconify-json/"), 0)} for name, source, licence, credit in TRAINING_DATA]
    worded = (DATA / "extra-words.json").exists()
    return [row for row in rows if row["pictures"] or row["source"] == "cldr-annotations-full" or (row["source"] in EXTRA_WORDS and worded)]
