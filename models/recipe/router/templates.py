"""Prompts made from concept lists: one thing with at most a colour, material or style, and their opposites.

Every list of templates ends with some that are only used for evaluation.
"""

import json
import random
import re
from pathlib import Path

COLOURS = [("red", "红色"), ("blue", "蓝色"), ("green", "绿色"), ("yellow", "黄色"), ("orange", "橙色"), ("purple", "紫色"),
           ("pink", "粉色"), ("brown", "棕色"), ("black", "黑色"), ("white", "白色"), ("grey", "灰色"), ("golden", "金色"), ("silver", "银色")]
MATERIALS = [("wooden", "木制"), ("metal", "金属"), ("glass", "玻璃"), ("plastic", "塑料"), ("leather", "皮革"), ("stone", "石头"),
             ("fluffy", "毛茸茸"), ("ceramic", "陶瓷"), ("paper", "纸质"), ("knitted", "针织"), ("shiny", "闪亮"), ("crystal", "水晶"), ("cute", "可爱"), ("small", "小")]
STYLES = [("watercolor", "水彩"), ("flat", "扁平"), ("cartoon", "卡通"), ("pixel art", "像素"), ("minimalist", "极简"), ("line art", "线条"),
          ("3d", "立体"), ("outline", "线框"), ("vintage", "复古"), ("anime", "动漫"), ("sketch", "素描"), ("duotone", "双色"), ("oil painting", "油画")]
SPACE = [("to the left of", "在{b}的左边"), ("to the right of", "在{b}的右边"), ("on top of", "在{b}的上面"), ("under", "在{b}下面"), ("behind", "在{b}后面"),
         ("in front of", "在{b}前面"), ("next to", "在{b}旁边"), ("inside", "在{b}里面"), ("above", "在{b}上方"), ("near", "靠近{b}")]
NUMBERS = [("four", "四", 4), ("five", "五", 5), ("six", "六", 6), ("seven", "七", 7), ("eight", "八", 8), ("nine", "九", 9), ("ten", "十", 10), ("twelve", "十二", 12)]
SHORT_TEXTS = [("SALE", "大促销"), ("Open", "营业中"), ("Entropy", "静夜思"), ("Happy Birthday", "生日快乐"), ("Hello World", "你好世界"), ("STOP", "停"), ("Coffee", "咖啡"), ("Welcome", "欢迎光临"), ("50% off", "五折优惠"), ("Musa", "新年好")]
VERBS = [("chasing", "正在追"), ("holding", "拿着"), ("riding", "骑着"), ("looking at", "看着"), ("painting", "画着"), ("carrying", "背着"), ("pushing", "推着")]
PLACES = [("in a crowded street at night", "在夜晚拥挤的街道上"), ("on a sandy beach", "在沙滩上"), ("in a dark forest", "在黑暗的森林里"), ("in front of a castle", "在城堡前"),
          ("in a small kitchen", "在小厨房里"), ("under a starry sky", "在星空下"), ("on the roof of a tall building", "在高楼的屋顶上")]
OPTICS = [("with its reflection in the water", "水中映出它的倒影"), ("seen from above", "俯视视角"), ("casting a long shadow on the wall", "在墙上投下长长的影子"), ("in a mirror", "在镜子中的样子")]

# {c} colour, {m} material, {s} style, {n} thing; the last HELD templates of each list are for evaluation only.
SIMPLE_EN = ["{n}", "a {n}", "the {n}", "{c} {n}", "a {c} {n}", "a {m} {n}", "{m} {n}", "a {n} icon", "{c} {n} icon", "{s} {n}", "a {s} {n}", "a photo of a {n}",
             "a photo of a {c} {n}", "an icon of a {n}", "{n} logo", "{n} emoji", "a {s} of a {n}", "simple {n}", "a drawing of a {n}", "{n} in {s} style", "a picture of a {n}",
             "a {c} {m} {n}", "{s} {c} {n}", "{n}, {s}", "{n} on white background", "one {n}", "a photo of the {n}", "isolated {n}", "{n} sticker", "a nice {n}", "draw a {n}", "{n} symbol",
             "glossy {n} icon", "an image of a {c} {n}", "{c} gradient background", "{c} and white stripes pattern", "{s} {n} icon", "my {n}", "please draw a {c} {n}",
             # held out
             "an illustration of a {n}", "a single {c} {n}", "{n} made of {m} material", "{s} style {c} {n} icon", "a cute {n} clipart", "a photograph of one {m} {n}"]
SIMPLE_ZH = ["{n}", "一个{n}", "{c}{n}", "一个{c}的{n}", "一只{c}的{n}", "{m}{n}", "一个{m}的{n}", "{n}图标", "{c}{n}图标", "{s}风格的{n}", "{n}的照片", "一张{n}的照片", "{n}标志", "{s}{n}",
             "画一个{n}", "{n}表情", "{n}，{s}风格", "一张{c}的{n}的照片", "简单的{n}", "白色背景上的{n}", "可爱的{n}", "{n}贴纸", "{c}的{m}{n}", "{c}渐变背景", "一辆{c}的{n}", "请画一只{n}", "一朵{n}", "{s}画：{n}",
             # held out
             "一幅{n}的插画", "单个{c}{n}", "{m}材质的{n}", "{s}风格的{c}{n}图标", "生成一张{c}{n}的图片"]
COMPLEX_EN = ["{k} {n}s", "a photo of {k} {n}s", "{k} {c} {n}s", "a {n} {p} a {o}", "a {c} {n} {p} a {d} {o}", "a photo of a {n} {p} a {o}", 'a {n} with the text "{t}"', 'a sign that says "{t}"',
              "a {n} and a {o} and a {e}", "a {c} {n} and a {d} {o}", "a {n} {v} a {o} {l}", "{k} {n}s {p} a {o}", "a comic strip in four panels about a {n} and a {o}",
              "a {n} {r}", "a poster with the headline '{t}' and a {n} below it", "a {n} without any {o}", "a {c} {n} {v} a {d} {o} {l}", "a {n} {v} a {o}", "the word '{t}' written on a {n}",
              "{k} {n}s and {j} {o}s", "a scene with a {n}, a {o} and a {e} {l}", "a {n} bigger than a {o}", "left half: a {c} {n}, right half: a {d} {o}", "a {n} {l}, {r}, {v} a {o}",
              "A {c} {n} is {v} a {d} {o} {l}. There is a {m} {e} {p} the {o}. {K} {n}s are in the background.", "a photo of {k} {m} {n}s", "logo of a {n} with the words {t}",
              # held out
              "an image showing {k} {n}s {l}", "a {n} positioned {p} a {o}", "there is a {n} labelled '{t}' {p} a {d} {o}", "step by step: first a {n}, then a {o}, finally a {e}", "exactly {k} {c} {n}s in a row",
              "A busy picture where a {n} keeps {v} a {o} while a {c} {e} waits {l}, {r}."]
COMPLEX_ZH = ["{k}只{n}", "{k}个{c}的{n}", "一个{n}{p}", "{k}只{n}{p}", "一块写着“{t}”的{n}", "一个{n}和一个{o}以及一个{e}", "一个{c}的{n}和一个{d}的{o}", "一只{n}{v}一个{o}，{l}", "四格漫画，讲{n}和{o}的故事",
              "一个{n}，{r}", "海报，标题是“{t}”，下面有一个{n}", "一个{n}，旁边没有{o}", "一只{c}的{n}{l}{v}一只{d}的{o}", "一只{n}{v}{o}", "{k}个{n}和{j}个{o}", "一个{n}比一个{o}更大", "左半边是{c}的{n}，右半边是{d}的{o}",
              "{l}，一只{c}的{n}{v}一个{d}的{o}。旁边有一个{m}的{e}，背景中有{k}个{n}。整个画面呈现{s}风格。", "招牌上写着「{t}」", "{s}风格，一只{n}{l}，手里拿着{o}，背后有{k}只{e}", "设计一个{n}的标志，并带有文字“{t}”",
              # held out
              "画面里有{k}只{n}，{l}", "{c}的{n}{p}，{r}", "请画一个{n}，上面刻着'{t}'字样", "首先是{n}，然后是{o}，最后是{e}", "一幅{s}画，一只{n}{v}{o}，而一只{c}的{e}{l}等待"]
HELD = {"simple_en": 6, "simple_zh": 5, "complex_en": 6, "complex_zh": 5}


def load_concepts(cldr: Path, wordnet: Path) -> list[tuple[str, str | None]]:
    """Names of things, English with Chinese where known."""
    names = {}
    for lang in ("en", "zh"):
        data = json.loads((cldr / lang / "annotations.json").read_text())["annotations"]["annotations"]
        names[lang] = {key: value["tts"][0] for key, value in data.items() if value.get("tts")}
    pairs = {}
    for key, en in names["en"].items():
        zh = names["zh"].get(key)
        if re.fullmatch(r"[a-z]+( [a-z]+)?", en) and zh and re.fullmatch(r"[\u4e00-\u9fff]{1,4}", zh):
            if not re.search(r"button|sign$|face|arrow|symbol|and|with|people|clock$", en):
                pairs[en] = zh
    nouns = {}
    if wordnet.exists():
        for line in wordnet.read_text().splitlines():
            row = json.loads(line)
            if row["cat"] in {"noun.artifact", "noun.animal", "noun.food", "noun.plant", "noun.object"}:
                for word in row["in_captions"]:
                    if re.fullmatch(r"[a-z]{3,12}", word) and not word.endswith(("ing", "s")):
                        nouns[word] = None
    for word in pairs:
        nouns.pop(word, None)
    return sorted(pairs.items()) + sorted(nouns.items())


def is_held(text: str) -> bool:
    """A stable fifth of all concepts."""
    value = 0
    for char in text:
        value = (value * 131 + ord(char)) % 1000003
    return value % 5 == 0


def fill(template: str, lang: int, concepts, random: random.Random) -> str:
    pick = random.choice
    n, o, e = (x[lang] for x in random.sample(concepts, 3))
    p = pick(SPACE)[lang]
    k, j = pick(NUMBERS), pick(NUMBERS)
    number = lambda x: str(x[2]) if random.random() < 0.25 else x[lang]
    values = {"n": n, "o": o, "e": e, "c": pick(COLOURS)[lang], "d": pick(COLOURS)[lang], "m": pick(MATERIALS)[lang], "s": pick(STYLES)[lang],
              "p": p.format(b=o) if lang else p, "k": number(k), "K": k[lang].capitalize(), "j": number(j), "t": pick(SHORT_TEXTS)[lang if random.random() < 0.8 else 0],
              "v": pick(VERBS)[lang], "l": pick(PLACES)[lang], "r": pick(OPTICS)[lang]}
    text = template.format(**values)
    text = re.sub(r"\ba ([aeiou])", r"an \1", text)
    if lang == 0 and random.random() < 0.3:
        text = text[0].upper() + text[1:]
    return text + ("." if lang == 0 and random.random() < 0.1 else "")


def make_rows(concepts, count: int, seed: int, held: bool) -> list[dict]:
    """`count` rows per kind and language; held rows use templates and concepts that no other rows use."""
    draw = random.Random(seed)
    pool = [x for x in concepts if is_held(x[0]) == held]
    rows = []
    for name, templates, lang, label in [("simple_en", SIMPLE_EN, 0, 0), ("simple_zh", SIMPLE_ZH, 1, 0), ("complex_en", COMPLEX_EN, 0, 1), ("complex_zh", COMPLEX_ZH, 1, 1)]:
        chosen = templates[-HELD[name]:] if held else templates[:-HELD[name]]
        usable = [x for x in pool if x[lang]]
        for _ in range(count):
            template = draw.choice(chosen)
            rows.append({"prompt": fill(template, lang, usable, draw), "complex": label, "set": name, "lang": ["en", "zh"][lang]})
    return rows


def make_pairs(concepts, count: int, seed: int) -> list[dict]:
    """The same wish in English and Chinese, from held-out templates and concepts that stand for each other."""
    draw = random.Random(seed)
    pool = [x for x in concepts if is_held(x[0]) and x[1]]
    forms = [("an illustration of a {n}", "一幅{n}的插画", 0), ("a single {c} {n}", "单个{c}{n}", 0), ("{s} style {c} {n} icon", "{s}风格的{c}{n}图标", 0), ("a photo of a {n}", "一张{n}的照片", 0),
             ("an image showing {k} {n}s {l}", "画面里有{k}只{n}，{l}", 1), ("a {n} positioned {p} a {o}", "{n}{p}", 1), ("there is a {n} labelled '{t}'", "一个标注着“{t}”的{n}", 1),
             ("first a {n}, then a {o}, finally a {e}", "首先是{n}，然后是{o}，最后是{e}", 1), ("a {n} keeps {v} a {o} while a {c} {e} waits {l}", "一只{n}{v}{o}，而一只{c}的{e}{l}等待", 1)]
    pairs = []
    for _ in range(count):
        en, zh, label = draw.choice(forms)
        seed = draw.random()
        pairs.append({"en": fill(en, 0, pool, random.Random(seed)), "zh": fill(zh, 1, pool, random.Random(seed)), "complex": label})
    return pairs
