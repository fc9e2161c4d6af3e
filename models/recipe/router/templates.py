"""Prompts made from concept lists: one thing with at most a colour, material or style, and their opposites.

Every list of templates ends with some that only choose the constants; templates and concepts of TEST are only reported on.
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

# {c} colour, {m} material, {s} style, {n} thing; the last VALIDATION templates of each list are not fitted.
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
VALIDATION = {"simple_en": 6, "simple_zh": 5, "complex_en": 6, "complex_zh": 5}
# Added when the classifier had met too few ways of asking.
SIMPLE_EN[:0] = ["a close view of a {n} in {c}", "{n} rendered in {s}", "this is a {c} {n}", "a tiny {m} {n}", "app icon with a {n}", "the {c} {n} alone", "plain {c} {n} as a sticker", "one {m} {n} in {s} style",
                 "badge with a {n}", "{c} {n} clip art", "{n} silhouette in {c}", "vector {n}", "a {n} made of {m}", "{c} {m} {n} as an app icon", "just a {n}", "{n} pictogram, {c}", "close-up of a {n}", "a {n} drawn in {c}",
                 "button icon: {n}", "{n} ({s})", "{c} {n} on a transparent background", "an empty {n}", "a big {c} {n}", "an old {n}", "{s} {n} with a {c} colour", "texture of {m}", "{c} {s} background", "mascot: a {n}"]
SIMPLE_ZH[:0] = ["{c}的{n}贴图", "做一个{n}的图标", "{s}感觉的{n}", "我想要一个{c}{n}", "只有一个{m}的{n}", "{n}的{s}图", "小小的{c}{n}", "应用图标：{n}", "{n}矢量图", "大大的{n}", "{n}剪影，{c}", "透明背景的{n}", "按钮图标，{n}", "一个旧的{n}",
                 "{c}色调的{n}", "{m}质感的{n}", "{n}（{s}）", "吉祥物：{n}", "特写：{n}", "{n}的标识，{c}"]
COMPLEX_EN[:0] = ["a group photo of {k} {n}s", "a {n} leaning against a {o} {l}", "a banner reading '{t}' above a {n}", "a {d} {o} partly hidden by a {c} {n}", "two panels: on top a {n}, below it a {o}", "{K} {m} {n}s and one {o}",
                  "the {n} is {v} the {o}, but the {e} is not", "a cover with the title '{t}', a {n} and {k} {o}s", "a {c} {n}, a {d} {o} and nothing else on a table", "while a {n} is {v} a {o}, {k} {e}s watch {l}",
                  "a {n} {r}, with a {o} {p} it", "a button labelled '{t}' with a {n}", "a {n} between a {o} and a {e}", "{k} different {n}s", "a {c} {n} whose {o} is {d}", "a map of a {n} with {o}s marked on it", "a {n} with {k} {o}s on it",
                  "a {n} {l} {p} a {o}", "an infographic about a {n}", "a screenshot of an app with a {n} and a {o}", "the letters '{t}' made of {o}s", "a {n} dressed as a {o} {l}", "{k} {n}s, each in another colour", "a {n} that is {v} itself {r}"]
COMPLEX_ZH[:0] = ["合影：{k}只{n}", "{n}靠着{o}，{l}", "横幅上写着“{t}”，下面是{n}", "{d}的{o}被{c}的{n}挡住一半", "上下两格：上面是{n}，下面是{o}", "{k}个{m}的{n}和一个{o}", "{n}{v}{o}，但是{e}没有", "封面标题“{t}”，配{n}和{k}个{o}",
                  "{l}，{n}{r}，{o}在旁边", "桌上只有{c}的{n}和{d}的{o}，没有{e}", "按钮上写着“{t}”，配{n}", "{n}在{o}和{e}之间", "{k}种不同的{n}", "{n}上面有{k}个{o}", "用{o}拼成的“{t}”", "{n}打扮成{o}，{l}", "信息图，介绍{n}", "{k}个{n}，颜色各不相同"]
# What people say around a wish and what says nothing about it.
CARRIERS_EN = ["{x}", "{x}", "{x}", "I need {x}", "please make {x}", "could you draw {x} for me", "{x} for my website", "{x} for the settings page", "{x}, high quality", "{x}, please", "design {x}", "create {x} for a mobile app", "generate {x}",
               "{x} for a children's book", "show {x}", "hero picture: {x}", "{x} for our shop"]
CARRIERS_ZH = ["{x}", "{x}", "{x}", "请画{x}", "帮我做{x}", "我需要{x}", "{x}，用于网站", "{x}，高清", "设计{x}", "生成{x}", "{x}，给手机应用用", "来一张{x}", "想要{x}，谢谢"]
# These were a report's once, and showed what was missing.
SIMPLE_EN[:0] = ["a lone {n}", "the {m} {n}", "{n}, {c}", "a very {c} {n}", "a {s} picture of one {n}", "a glossy {c} {n}", "favicon: {n}", "render of a {c} {n}", "a {n} in {c} {m}", "thumbnail of a {n}", "{c} {m} background"]
SIMPLE_ZH[:0] = ["孤零零的{n}", "{m}做的{n}", "{n}，{c}的", "特别{c}的{n}", "{c}{n}的标志", "{s}画的{n}", "亮亮的{c}{n}", "网站图标：{n}", "{n}的小图", "{c}{m}的背景"]
COMPLEX_EN[:0] = ["{k} {n}s standing in a circle", "a {o} underneath a {c} {n}", "a {n} and its {o}, both {c}", "a ticket printed with '{t}' and a {n}", "{n}, {o} and {e} arranged from left to right", "an empty {o} without a {n} in it",
                  "three scenes of a {n}: {l}, {r}, and with a {o}", "a {d} {n} on a {c} {o}", "a {n} taller than {k} {o}s", "a timeline that begins with a {n} and ends with a {o}"]
COMPLEX_ZH[:0] = ["{k}个{n}围成一圈", "{o}在{c}的{n}下面", "{n}和它的{o}都是{c}的", "票上印着“{t}”，还有{n}", "从左到右摆着{n}、{o}和{e}", "空的{o}，里面没有{n}", "三个场景的{n}：{l}；{r}；和{o}一起", "{c}的{o}上有一个{d}的{n}", "{k}个{o}围着一个{m}的{n}", "{o}里装着{k}个{n}", "{o}旁有{n}"]
# Wordings that nothing is fitted to: they choose the constants, so that sureness about new wordings is not flattered.
UNFITTED = {
    "simple_en": ["a drawn {n}", "{n} of {m}", "a {n} that is {c}", "some {c} {n}", "icon showing a {n}", "a {n} in the style of {s}", "stylised {c} {n}", "a spot illustration: {n}", "plain {n}", "one big {m} {n}", "{s} art of a {n}", "avatar of a {n}"],
    "simple_zh": ["画出来的{n}", "{m}制成的{n}", "{c}的{n}，简洁", "一款{c}{n}", "表示{n}的图标", "有{s}味道的{n}", "一个大大的{m}{n}", "{n}头像", "{s}版{n}", "插图：{c}{n}"],
    "complex_en": ["{k} {n}s and not one more", "a {c} {n} stacked on a {d} {o}", "an invitation with '{t}' in large letters over a {n}", "a {n} looking back at a {o} {l}", "one {n}, two {o}s, {k} {e}s", "a {n} before and after it meets a {o}", "every {n} has a {d} {o}",
                   "the inside of a {n} with a {o} and {k} {e}s", "a {n} {r} {l}", "{o}s everywhere except {p} the {n}", "a {n} beneath the slogan '{t}'", "a cat-sized {n} carried by a {o}"],
    "complex_zh": ["刚好{k}个{n}", "{c}的{n}叠在{d}的{o}上", "请柬，大字“{t}”，下面画{n}", "{n}回头看{o}，{l}", "一个{n}、两个{o}、{k}个{e}", "{n}遇到{o}之前和之后", "每个{n}都带着{d}的{o}", "{n}内部有{o}和{k}个{e}", "{l}，{n}{r}", "标语“{t}”下方的{n}"],
}
UNFITTED_CARRIERS = {"en": ["{x}", "{x}", "{x}", "give me {x}", "my boss wants {x}", "{x} as a header image", "try {x}", "{x} (simple)"], "zh": ["{x}", "{x}", "{x}", "给我{x}", "老板想要{x}", "{x}，作为题图", "试试{x}"]}
# For the report alone, written last. Two models were measured on it, and the choice between them saw its figures.
TEST = {
    "simple_en": ["an image with one {n}", "{c}-coloured {n}", "a {n} of {c} {m}", "{n} as {s}", "small icon, {c} {n}", "a neat {n}", "another {n}", "{n} graphic", "the shape of a {n}", "{s} design, {n}"],
    "simple_zh": ["图中有一个{n}", "{c}颜色的{n}", "{c}{m}的{n}", "{n}（{c}）", "小图标，{c}{n}", "整洁的{n}", "另一个{n}", "{n}图形", "{n}的形状", "{s}设计，{n}"],
    "complex_en": ["a heap of {k} {n}s", "the {n} has fallen off the {o} {l}", "a receipt that lists '{t}' and a {n}", "a {n} wedged between a {c} {o} and a {d} {e}", "{k} {c} {n}s facing {j} {d} {o}s", "first panel a {n}, second panel a {o}", "a {n} {v} a {o}, no {e} in sight",
                   "a {m} {n} {r}, next to it a {o}", "an {o} with '{t}' engraved, held by a {n}", "a {n} follows a {o} {l}"],
    "complex_zh": ["一堆{k}个{n}", "{n}从{o}上掉下来，{l}", "收据上列着“{t}”和{n}", "{n}夹在{c}的{o}和{d}的{e}之间", "{k}只{c}的{n}面对{j}只{d}的{o}", "第一格是{n}，第二格是{o}", "{n}{v}{o}，看不到{e}", "{m}的{n}{r}，旁边是{o}", "{n}拿着刻有“{t}”的{o}", "{n}跟着{o}，{l}"],
}
TEST_CARRIERS = {"en": ["{x}", "{x}", "{x}", "now {x}", "the client asked for {x}", "{x} for a slide", "maybe {x}"], "zh": ["{x}", "{x}", "{x}", "现在画{x}", "客户要{x}", "{x}，放在幻灯片里", "也许{x}"]}
# The same wish in both languages.
TEST_PAIRS = [("an image with one {n}", "图中有一个{n}", 0), ("{c}-coloured {n}", "{c}颜色的{n}", 0), ("another {n}", "另一个{n}", 0), ("{n} graphic", "{n}图形", 0), ("the shape of a {n}", "{n}的形状", 0),
              ("a heap of {k} {n}s", "一堆{k}个{n}", 1), ("the {n} has fallen off the {o} {l}", "{n}从{o}上掉下来，{l}", 1), ("a {n} wedged between a {c} {o} and a {d} {e}", "{n}夹在{c}的{o}和{d}的{e}之间", 1),
              ("a receipt that lists '{t}' and a {n}", "收据上列着“{t}”和{n}", 1), ("a {n} follows a {o} {l}", "{n}跟着{o}，{l}", 1)]
TEST_ADDITIONS = ["{x}, wedged between a {o} and a {e}", "{x} facing {k} {o}s", "{x} with '{t}' engraved", "{x}, next to it a {c} {o}", "{x} that has fallen off a {o} {l}", "{x} {r}"]


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


def split_of(text: str) -> str:
    """A stable fifth of all concepts for the constants, another for the report."""
    value = 0
    for char in text:
        value = (value * 131 + ord(char)) % 1000003
    return {0: "validation", 1: "test"}.get(value % 5, "train")


def templates_of(name: str, split: str) -> list[str]:
    known = {"simple_en": SIMPLE_EN, "simple_zh": SIMPLE_ZH, "complex_en": COMPLEX_EN, "complex_zh": COMPLEX_ZH}[name]
    if split == "test":
        return TEST[name]
    return known[-VALIDATION[name] :] + UNFITTED[name] if split == "validation" else known[: -VALIDATION[name]]


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


def carriers_of(lang: int, split: str) -> list[str]:
    if split == "test":
        return TEST_CARRIERS[["en", "zh"][lang]]
    if split == "validation":
        return UNFITTED_CARRIERS[["en", "zh"][lang]]
    return [CARRIERS_EN, CARRIERS_ZH][lang]


# How hard what a place in a template asks for is, after the same published scores as in prepare.py.
SEVERITY = {"p": 0.9, "t": 0.75, "k": 0.7, "K": 0.7, "j": 0.75, "r": 0.6, "e": 0.7, "o": 0.55, "v": 0.6, "l": 0.5}


def severity_of(template: str) -> float:
    """Of a template that asks for more than one thing; the hardest part counts."""
    return max([SEVERITY[name] for name in re.findall(r"\{(\w)\}", template) if name in SEVERITY], default=0.6)


def make_rows(concepts, count: int, seed: int, split: str) -> list[dict]:
    """`count` rows per kind and language; no template and no concept is in two splits."""
    draw = random.Random(seed)
    pool = [x for x in concepts if split_of(x[0]) == split]
    rows = []
    for name in ("simple_en", "simple_zh", "complex_en", "complex_zh"):
        lang = int(name.endswith("zh"))
        chosen = templates_of(name, split)
        usable = [x for x in pool if x[lang]]
        for _ in range(count):
            template = draw.choice(chosen)
            text = fill(template, lang, usable, draw)
            carrier = draw.choice(carriers_of(lang, split))
            if carrier != "{x}":
                begins = carrier.startswith("{x}")
                text = carrier.replace("{x}", text.rstrip(".") if begins else text[0].lower() + text[1:].rstrip("."))
            is_complex = name.startswith("complex")
            rows.append({"prompt": text, "complex": int(is_complex), "severity": severity_of(template) if is_complex else 0.02, "set": name, "lang": ["en", "zh"][lang]})
    return rows


# The same wish in both languages.
PAIRS = [("a little {c} {n}", "小小的{c}{n}", 0), ("app icon: {n}", "应用图标：{n}", 0), ("I would like one {m} {n}", "我想要一个{m}的{n}", 0), ("{n} in {s}", "{n}的{s}图", 0), ("only a {c} {n}", "只有一个{c}的{n}", 0),
         ("a group photo of {k} {n}s", "合影：{k}只{n}", 1), ("a {n} {p} a {o} {l}", "{l}，{n}{p}", 1), ("a banner reading '{t}' with a {n} below", "横幅上写着“{t}”，下面是{n}", 1),
         ("a {c} {n} and a {d} {o} but no {e}", "{c}的{n}和{d}的{o}，没有{e}", 1), ("{k} {m} {n}s and one {o}", "{k}个{m}的{n}和一个{o}", 1)]
# What makes a wish longer without taking anything back.
ADDITIONS = ["{x} next to a {n}", "{x} {l}", "{x} with the text '{t}'", "{x} and {k} {n}s", "{x}, {r}", "{x} in {c} and a {d} {n} behind it"]


def make_pairs(concepts, count: int, seed: int, split: str) -> list[dict]:
    """The same wish in English and Chinese, of concepts that stand for each other."""
    draw = random.Random(seed)
    pool = [x for x in concepts if split_of(x[0]) == split and x[1]]
    pairs = []
    for _ in range(count):
        en, zh, label = draw.choice(TEST_PAIRS if split == "test" else PAIRS)
        seed = draw.random()
        pairs.append({"en": fill(en, 0, pool, random.Random(seed)), "zh": fill(zh, 1, pool, random.Random(seed)), "complex": label})
    return pairs


def make_longer(rows: list[dict], concepts, seed: int, split: str) -> list[dict]:
    """Prompts with longer forms of the same wish."""
    draw = random.Random(seed)
    pool = [x for x in concepts if split_of(x[0]) == split]
    additions = TEST_ADDITIONS if split == "test" else ADDITIONS
    return [{"short": row["prompt"], "long": fill(draw.choice(additions).replace("{x}", row["prompt"].rstrip(".").replace("{", "").replace("}", "")), 0, pool, draw)} for row in rows if row["lang"] == "en"]
