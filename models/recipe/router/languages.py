"""Text in English and in other languages with Latin letters, so that the router knows what it does not understand."""

import json
import random
from pathlib import Path

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


def make_language_rows(cldr: Path, english: list[str], seed: int) -> list[dict]:
    draw = random.Random(seed)
    rows = [{"prompt": text, "english": True} for text in draw.sample(english, min(9000, len(english)))]
    names = json.loads((cldr / "en" / "annotations.json").read_text())["annotations"]["annotations"]
    rows += [{"prompt": value["tts"][0], "english": True} for value in names.values() if value.get("tts")]
    known = {value["tts"][0].lower() for value in names.values() if value.get("tts")}
    for language, text in WORDS.items():
        words = text.split()
        data = json.loads((cldr / language / "annotations.json").read_text())["annotations"]["annotations"]
        things = [value["tts"][0] for value in data.values() if value.get("tts") and value["tts"][0].lower() not in known]
        for thing in draw.sample(things, min(450, len(things))):
            rows.append({"prompt": thing, "english": False})
            rows.append({"prompt": f"{draw.choice(words)} {thing} {draw.choice(words)}", "english": False})
            rows.append({"prompt": " ".join([thing, *draw.sample(words, 5), draw.choice(things)]), "english": False})
    return rows
