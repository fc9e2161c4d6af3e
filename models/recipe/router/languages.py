"""Text in English and in other languages with Latin letters, so that the router knows what it does not understand."""

import json
import random
import re
from pathlib import Path

from templates import split_of

# A few of the commonest words of each language; names of things come from CLDR.
WORDS = {
    "de": "ein eine der die das und mit auf unter neben vor rot rote roter blau grün gelb schwarz weiß groß klein von für ist nicht drei vier Bild Zeichnung hinter über",
    "fr": "un une le la les des et avec sur sous dans devant rouge bleu vert jaune noir blanc grand petit de du pour est pas trois quatre image dessin derrière au",
    "es": "un una el la los las y con en sobre bajo delante rojo roja azul verde amarillo negro blanco grande pequeño de del para es no tres cuatro imagen dibujo detrás",
    "it": "un una il lo la gli e con su sotto davanti rosso rossa blu verde giallo nero bianco grande piccolo di del per è non tre quattro immagine disegno dietro",
    "pt": "um uma o a os as e com em sobre sob na no vermelho vermelha azul verde amarelo preto branco grande pequeno de do para é não três quatro imagem desenho atrás",
    "nl": "een de het en met op onder naast voor rood rode blauw groen geel zwart wit groot klein van is niet drie vier afbeelding tekening achter",
    "pl": "i z na pod obok przed czerwony czerwone niebieski zielony żółty czarny biały duży mały dla jest nie trzy cztery obraz rysunek za",
    "sv": "en ett den det och med på under bredvid framför röd rött blå grön gul svart vit stor liten av för är inte tre fyra bild teckning bakom",
    "tr": "bir ve ile üzerinde altında yanında kırmızı mavi yeşil sarı siyah beyaz büyük küçük için değil üç dört resim çizim arkasında",
    "id": "sebuah seekor dan dengan di atas bawah samping depan merah biru hijau kuning hitam putih besar kecil dari untuk adalah tidak tiga empat gambar belakang",
    "vi": "một con cái và với trên dưới bên cạnh trước màu đỏ xanh vàng đen trắng lớn nhỏ của cho là không ba bốn hình ảnh sau",
    "cs": "a s na pod vedle před červený červené modrý zelený žlutý černý bílý velký malý pro je není tři čtyři obrázek kresba za",
    "fi": "ja kanssa päällä alla vieressä edessä punainen sininen vihreä keltainen musta valkoinen suuri pieni on ei kolme neljä kuva piirros takana",
    "ro": "un o și cu pe sub lângă în fața roșu roșie albastru verde galben negru alb mare mic de pentru este nu trei patru imagine desen",
    "hu": "egy a az és alatt mellett előtt piros kék zöld sárga fekete fehér nagy kicsi nem három négy kép rajz mögött",
}


# Never fitted: relatives of those above that a report also asks about.
UNSEEN = ["da", "no", "sk", "hr", "sl", "lt", "lv", "et", "ca", "gl", "eu", "af", "sq", "ms", "sw"]


def load_names(cldr: Path, language: str) -> list[str]:
    file = cldr / language / "annotations.json"
    data = json.loads(file.read_text())["annotations"]["annotations"]
    return [value["tts"][0] for value in data.values() if value.get("tts")]


def load_words(wordnet: Path, kinds: tuple[str, ...] = ("noun", "adj")) -> list[str]:
    """English words that stand alone, rare ones too."""
    lines = wordnet.read_text().splitlines() if wordnet.exists() else []
    rows = (json.loads(line) for line in lines)
    return sorted({word for row in rows if row["cat"].startswith(kinds) for word in row["members"] if re.fullmatch(r"[a-z]{3,16}", word)})


def load_chinese_words(cldr: Path) -> list[str]:
    """Chinese words of all kinds."""
    data = json.loads((cldr / "zh" / "annotations.json").read_text())["annotations"]["annotations"]
    return sorted({word for value in data.values() for word in value.get("default", []) if re.fullmatch(r"[\u4e00-\u9fff]{1,4}", word)})


def cut_windows(english: list[str], count: int, draw: random.Random) -> list[str]:
    """One to three words out of the middle of prompts: most wishes are as short as that."""
    windows = []
    while len(windows) < count:
        words = re.findall(r"[A-Za-z'-]+", draw.choice(english))
        size = draw.randint(1, 3)
        if len(words) >= size:
            start = draw.randint(0, len(words) - size)
            windows.append(" ".join(words[start : start + size]))
    return windows


def make_language_rows(cldr: Path, english: list[str], vocabulary: list[str], seed: int, split: str) -> list[dict]:
    """`english`: prompts of the split; `vocabulary`: English words, so that what both languages write alike counts as English."""
    draw = random.Random(seed)
    names = [name for name in load_names(cldr, "en") if split_of(name) == split]
    texts = draw.sample(english, min(9000, len(english))) + cut_windows(english, len(english) // 2, draw) + names
    # Most wishes are one or two words; these are the words there are.
    words = [word for word in vocabulary if split_of(word) == split]
    texts += [text for word in words for text in ((word, f"a {word}") if split == "train" else (word,))]
    rows = [{"prompt": text, "english": True, "language": "en"} for text in texts]
    known = {word.lower() for text in [*english, *names, *vocabulary, *load_names(cldr, "en")] for word in re.findall(r"[^\W\d_]+", text)}
    languages = [*WORDS, *UNSEEN] if split == "test" else [*WORDS]
    for language in languages:
        words = WORDS.get(language, "").split()
        things = [name for name in load_names(cldr, language) if split_of(name) == split and not set(re.findall(r"[^\W\d_]+", name.lower())) <= known]
        for thing in draw.sample(things, min(450, len(things))):
            texts = [thing]
            if words:
                texts += [f"{draw.choice(words)} {thing} {draw.choice(words)}", " ".join([thing, *draw.sample(words, 5), draw.choice(things)])]
            rows += [{"prompt": text, "english": False, "language": language} for text in texts]
    return rows
