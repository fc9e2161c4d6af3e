"""Wishes put together from parts, in both languages at once: many more ways of asking than a list of templates has."""

import random
import re
from dataclasses import dataclass

from templates import SIMPLE_SEVERITY, pool_of
from vocabulary import ACTS, ASKS, COLOURS, DEEDS, DETERMINERS, LOOKS, MARKS, MATERIALS, NUMBERS, OPTICS, PARTS, PICTURES, PLACES, PURPOSES, QUALITIES, SHORT_TEXTS, SPACE, STYLES, TAGS



@dataclass(frozen=True)
class Words:
    """Words without a meaning here."""

    en: list[str]
    zh: list[str]
    verbs: list[str]


# {c} a colour.
GROUNDS = [("{c} background", "{c}背景"), ("{c} gradient", "{c}渐变"), ("{c} wallpaper", "{c}壁纸"), ("{c} texture", "{c}纹理"), ("seamless {c} pattern", "{c}无缝图案"), ("{c} stripes", "{c}条纹"), ("{c} backdrop", "{c}底色"), ("{c} dots pattern", "{c}圆点图案"), ("{c} marble texture", "{c}大理石纹"), ("abstract {c} background", "抽象{c}背景"), ("plain {c} surface", "纯{c}表面"), ("{c} watercolour wash", "{c}水彩底"), ("{c} fabric texture", "{c}布料纹理"), ("{c} waves pattern", "{c}波浪图案"), ("soft {c} blur", "柔和的{c}模糊"), ("a {c} backdrop", "一块{c}背景"), ("{c} paper texture", "{c}纸纹"), ("{c} tiles", "{c}瓷砖纹")]
STYLED = [("{s} {x}", "{s}风格的{x}"), ("{x} in {s} style", "{x}，{s}风格"), ("{x}, {s}", "{x}，{s}"), ("{s} style {x}", "{s}{x}"), ("{x} ({s})", "{x}（{s}）"), ("{x} drawn as {s}", "{s}画法的{x}"), ("{x}, {s} look", "{x}，{s}感"), ("{x} as {s} art", "{s}艺术的{x}"), ("{s} artwork: {x}", "{s}作品：{x}"), ("{x} rendered as {s}", "渲染成{s}的{x}"), ("{x}, done in {s}", "{x}，用{s}画成"), ("a {s} version of {x}", "{s}版的{x}"), ("{x} with a {s} feel", "有{s}感的{x}")]
SHOWN = [("{p} of {x}", "{x}的{p}"), ("a {p} of {x}", "一张{x}的{p}"), ("a {p} showing {x}", "展示{x}的{p}"), ("the {p} of {x}", "{p}：{x}"), ("{p}: {x}", "{p}，{x}"), ("a {p} with {x} on it", "画有{x}的{p}"), ("one {p} that shows {x}", "一幅{x}{p}"), ("{p}, {x}", "{p}，{x}"), ("{x}, {p}", "{x}，{p}"), ("a {p} with just {x}", "只有{x}的{p}"), ("make a {p} of {x}", "做一张{x}的{p}"), ("{x} in a {p}", "{p}中的{x}"), ("{p} #1: {x}", "{p}一：{x}"), ("some {p} of {x}", "某张{x}的{p}"), ("{p} - {x}", "{p}-{x}")]
SET = [("{x} on a {c} background", "{c}背景上的{x}"), ("{x} in {c}", "{c}色调的{x}"), ("{x} made of {m}", "{m}做的{x}"), ("{x} with a {c} tint", "带点{c}的{x}"), ("{x} of {m}", "{m}材质的{x}"), ("{x} against plain {c}", "纯{c}底的{x}"), ("{x} on white", "白底{x}"), ("{x} in {c} and white", "{c}配白色的{x}"), ("{x} out of {m}", "{m}做出的{x}"), ("{x}, {m}", "{x}，{m}"), ("{x}, coloured {c}", "{x}，涂{c}"), ("{x} all in {c}", "全{c}的{x}"), ("{x} with {c} lines", "{c}线条的{x}"), ("{x}, {c} on white", "{x}，白底{c}"), ("{x} in the colour {c}", "颜色为{c}的{x}"), ("{x} with {m} texture", "{m}纹理的{x}"), ("{x} that looks {m}", "看起来{m}的{x}"), ("{x} that seems {c}", "像{c}的{x}"), ("{x} which is {c}", "是{c}的{x}"), ("{x} like {m}", "像{m}一样的{x}"), ("{x}, painted {c}", "涂成{c}的{x}"), ("{x} shaped from {m}", "以{m}塑成的{x}"), ("{c}: {x}", "{c}：{x}")]
# {a} {b} {e} things, {t} words.
TEXTS = [("{a} with the words '{t}'", "带有“{t}”字样的{a}"), ("{a} that says \"{t}\"", "写着“{t}”的{a}"), ("the text {t} above {a}", "{a}上方有文字{t}"), ("a sign reading '{t}' beside {a}", "{a}旁边的牌子写着“{t}”"), ("'{t}' written on {a}", "{a}上写着「{t}」"), ("a poster of {a} titled '{t}'", "题为《{t}》的{a}海报"),
         ("the headline '{t}', below it {a}", "标题“{t}”，下面是{a}"), ("{a} labelled '{t}'", "{a}，标着“{t}”"), ("{a} saying '{t}' in a speech bubble", "{a}的对话框里说“{t}”"), ("a neon sign '{t}' over {a}", "{a}上方霓虹灯字“{t}”"), ("the letters '{t}' spelled with {a}", "用{a}拼出“{t}”几个字"), ("{a}, caption: {t}", "{a}，配文：{t}"), ("{a} wearing a badge that reads '{t}'", "{a}戴着写有“{t}”的徽章"), ("a flag with '{t}' behind {a}", "{a}后面的旗子上是“{t}”"), ("{a} holds up a card: '{t}'", "{a}举着卡片“{t}”"), ("'{t}' in big type, {a} underneath", "大号字“{t}”，下面{a}"), ("a menu that offers '{t}', with {a}", "菜单写“{t}”，配{a}"), ("subtitle '{t}' on a picture of {a}", "{a}的图，字幕“{t}”"), ("{a} and the number '{t}' on its back", "{a}，背后印着“{t}”"), ("a stamp that says '{t}' around {a}", "印章，一圈“{t}”，中间{a}")]
DENIALS = [("{a} without {b}", "没有{b}的{a}"), ("{a} but no {bn}", "有{a}，但没有{b}"), ("{a} instead of {b}", "是{a}而不是{b}"), ("{a} that is not {m}", "不是{m}的{a}"), ("everything except {a} is {c}", "除了{a}，其他都是{c}"), ("neither {a} nor {b}, only {e}", "既没有{a}也没有{b}，只有{e}"), ("{a} that has lost its {bn}", "丢了{b}的{a}"), ("{a}, not {b}", "{a}，不是{b}"), ("{a} lacking {b}", "缺少{b}的{a}"), ("{a}, but leave out {b}", "{a}，但不要{b}"), ("no {bn} near {a}", "{a}附近没有{b}"), ("{a} which never met {b}", "从未见过{b}的{a}")]
COMPARISONS = [("{a} bigger than {b}", "{a}比{b}大"), ("{a} as tall as {b}", "{a}和{b}一样高"), ("{a} smaller than {b}", "比{b}小的{a}"), ("{a} twice the size of {b}", "{a}是{b}的两倍大"), ("the same {an} in two colours", "同样的{a}，两种颜色"), ("{a} is {c} while {b} is {d}", "{a}是{c}的，{b}是{d}的"), ("{a} is {c}, the other one {d}", "一个{a}是{c}，另一个是{d}"), ("{a} heavier than {b}", "{a}比{b}重"), ("{a} faster than {b} and {e}", "{a}比{b}和{e}都快"), ("the left {an} is {c}, the right one {d}", "左边的{a}是{c}，右边的是{d}"), ("{a} similar to {b} but {c}", "{a}像{b}，但是{c}的"), ("{a} and {b} of equal size", "{a}和{b}一样大"), ("half of {a} is {c}, the other half {d}", "{a}一半{c}，一半{d}"), ("{a} looks like {b}", "{a}看起来像{b}"), ("{a} in the shape of {b}", "{b}形状的{a}")]
COUNTS = [("{k} {ns}", "{k}个{a}"), ("{k} {c} {ns}", "{k}只{c}的{a}"), ("{k} {ns} in a row", "{k}个{a}排成一排"), ("exactly {k} {ns}", "正好{k}个{a}"), ("{k} {ns} and {j} {os}", "{k}个{a}和{j}个{b}"), ("{b} surrounded by {k} {ns}", "{k}个{a}围着{b}"), ("a picture of {k} {ns}", "{k}个{a}的图片"), ("a photo of {k} {ns}", "{k}只{a}的照片"), ("{b} with {k} {ns}", "{b}上有{k}个{a}"), ("a set of {k} {ns}", "一组{k}个{a}"), ("{k} different kinds of {ns}", "{k}种{a}"), ("{k} {ns} around {b}", "{b}周围有{k}个{a}"), ("a pile of {k} {ns}", "堆着{k}个{a}"), ("{k} {ns}, one of them {c}", "{k}个{a}，其中一个是{c}"), ("{k} {ns} each with {b}", "{k}个{a}，各带{b}"), ("at least {k} {ns}", "至少{k}个{a}"), ("{b}, {k} {ns} and {e}", "{b}、{k}个{a}和{e}")]
PANELS = [("a comic in {k} panels about {a} and {b}", "{k}格漫画，讲{a}和{b}"), ("left: {a}, right: {b}", "左边：{a}，右边：{b}"), ("before and after: first {a}, then {b}", "前后对比：先是{a}，然后是{b}"), ("a storyboard with {k} scenes of {a}", "{a}的{k}个分镜"), ("collage of {a}, {b} and {e}", "{a}、{b}和{e}的拼贴"), ("the top half shows {a}, the bottom half {b}", "上半部分是{a}，下半部分是{b}"),
          ("{k} steps of drawing {a}", "画{a}的{k}个步骤"), ("split screen, {a} on one side and {b} on the other", "分屏，一边是{a}，另一边是{b}"), ("an infographic comparing {a} and {b}", "对比{a}和{b}的信息图"), ("three pictures in one: {a}, {b}, {e}", "三图合一：{a}、{b}、{e}"), ("at first {a}, later {b}", "起初是{a}，后来是{b}"), ("{a} growing into {b}, step by step", "{a}一步步变成{b}"), ("a chart of {a} against {b}", "{a}与{b}的对照图"), ("{a} in spring, summer, autumn and winter", "{a}的春夏秋冬"), ("diagram of how {a} becomes {b}", "{a}怎样变成{b}的图解")]
SEVERAL = [("{a} and {b}", "{a}和{b}"), ("{a}, {b} and {e}", "{a}、{b}和{e}"), ("{a} with {b}", "{a}带着{b}"), ("{a} together with {b} and {e}", "{a}与{b}以及{e}在一起"), ("{a} next to which there is {b}", "{a}，旁边还有{b}"), ("{a} has {b} for a hat", "{a}头上顶着{b}"), ("{a} between {b} and {e}", "{a}在{b}和{e}之间"), ("{a} whose {bn} is {c}", "{a}的{b}是{c}的"), ("{a} plus {b}", "{a}加{b}"), ("both {a} and {b}", "{a}和{b}都有"), ("{a} carrying {b} for {e}", "{a}替{e}拿着{b}"), ("{a} among {os}", "{b}丛中的{a}"), ("{a} full of {os}", "装满{b}的{a}"), ("{a} decorated with {os} and {e}", "用{b}和{e}装饰的{a}"), ("{a}; {b}; {e}", "{a}；{b}；{e}"), ("{a} meets {b}", "{a}遇见{b}"), ("{a} made of {os}", "用{b}做成的{a}")]
# {v} any verb.
TRANSFERS = [("{a} {v}s {b} for {e}", "{a}把{b}{v}给{e}"), ("{a} {v}s {b} into {e}", "{a}把{b}{v}进{e}"), ("{b} is {v}ed by {a}", "{b}被{a}{v}"), ("{a} uses {b} to {v} {e}", "{a}用{b}{v}{e}"), ("{a} {v}s towards {b}", "{a}朝{b}{v}"), ("{a} helps {b} {v} {e}", "{a}帮{b}{v}{e}"), ("{a} {v}s {b} away from {e}", "{a}把{b}从{e}{v}走"), ("{a} lets {b} {v}", "{a}让{b}{v}"),
             ("{a} {v}s at {b}", "{a}对着{b}{v}"), ("{a} and {b} {v} each other", "{a}和{b}互相{v}"), ("each {an} with {b}", "每个{a}配{b}"), ("{a} whose {bn} and {e} are {c}", "{a}的{b}和{e}是{c}的"), ("the {bn} of {a} is {c}, that of {e} {d}", "{a}的{b}是{c}，{e}的是{d}"), ("{a} turned into {b}", "被变成{b}的{a}"), ("{a} {v}s {b} back", "{a}把{b}{v}回来")]
JOINTS = [(", ", "，"), (". ", "。"), ("; ", "；"), (" while ", "，同时"), (", and ", "，并且"), (". Next to it, ", "。旁边，"), (". In the background, ", "。背景中，"), (". In the foreground, ", "。前景里，"), (", behind it ", "，后面是"), (". On the left, ", "。左侧，"), (", in the distance ", "，远处")]


# {w} {v} any words: a word that nobody has seen says nothing about how much is asked.
LOOSE = [("{x} {w}", "{x}{w}"), ("{w} {x}", "{w}{x}"), ("{w}: {x}", "{w}：{x}"), ("{x} for a {w}", "{w}用的{x}"), ("{x} for the {w} {v}", "{x}，用于{w}{v}"), ("the {w} is {x}", "{w}是{x}"), ("{x}, {w}", "{x}，{w}"), ("{x} of {w}", "{w}的{x}"), ("{w} {v} {x}", "{w}的{v}{x}"), ("{x} as a {w}", "{x}，当作{w}"),
         ("{x} with {w} {v}", "{w}{v}的{x}"), ("{x}, {w} and {v}", "{x}，{w}{v}"), ("my {w} needs {x}", "{w}需要{x}"), ("a {w} version of {x}", "{w}版{x}"), ("{x} in {w} look", "{x}，{w}样子"), ("kind of {w} {x}", "有点{w}的{x}"), ("{w}, {x}", "{w}，{x}"), ("{x} - {w}", "{x}-{w}"), ("{x}, the {w} of {v}", "{x}，{v}的{w}"), ("{x} on {w} {v}", "{w}{v}上的{x}"), ("{x} by {w}", "{w}的{x}"), ("{w} {v}: {x}", "{w}{v}：{x}"), ("{x} to {w}", "拿来{w}的{x}"), ("{x} from {w}", "来自{w}的{x}")]

CARRIED = [("the {w} wants {x}", "{w}想要{x}"), ("my {w} needs {x}", "我的{w}需要{x}"), ("{x} as a {w}", "{x}，当{w}"), ("{x} for the {w}", "{x}，给{w}"), ("{x} for a {w}", "{x}，用于{w}"), ("{w}: {x}", "{w}：{x}"), ("{x} for {w}", "{x}，{w}用"), ("our {w} would like {x}", "我们的{w}想要{x}"),
           ("for the {w}: {x}", "给{w}：{x}"), ("{x}, it is for a {w}", "{x}，是给{w}的"), ("{x}, {w} quality", "{x}，{w}品质"), ("{x} ({w})", "{x}（{w}）"), ("{x} to print on a {w}", "{x}，印在{w}上"), ("the {w} asked for {x}", "{w}要{x}"), ("{x}, from the {w} file", "{x}，来自{w}"), ("{w} - {x}", "{w}-{x}")]


def thing(draw: random.Random, concepts, adjectives: float = 0.5) -> tuple[str, str | None, str, str | None]:
    """With and without its article, in both languages."""
    en, zh = draw.choice(concepts)
    words = []
    if draw.random() < adjectives:
        words.append(draw.choice(draw.choice([QUALITIES, COLOURS, COLOURS, MATERIALS])))
        if draw.random() < 0.3:
            words.append(draw.choice(draw.choice([COLOURS, MATERIALS])))
    bare_en = " ".join([*(x[0] for x in words), en])
    bare_zh = zh and "".join(x[1] if x[1].endswith("的") or draw.random() < 0.3 else f"{x[1]}的" for x in words) + zh
    article = draw.choice(DETERMINERS)
    return f"{article[0]} {bare_en}", zh and f"{article[1] if draw.random() < 0.6 else ''}{bare_zh}", bare_en, bare_zh


def loosen(draw: random.Random, words: Words, en: str, zh: str | None) -> tuple[str, str | None]:
    """With words that nobody has seen."""
    form = draw.choice(LOOSE)
    return form[0].format(x=en, w=draw.choice(words.en), v=draw.choice(words.en)), zh and form[1].format(x=zh, w=draw.choice(words.zh), v=draw.choice(words.zh))


def simple(draw: random.Random, concepts) -> tuple[str, str | None, float]:
    full_en, full_zh, en, zh = thing(draw, concepts)
    if draw.random() < 0.6:
        en, zh = full_en, full_zh
    colour, material, style = draw.choice(COLOURS), draw.choice(MATERIALS), draw.choice(STYLES)
    turn = draw.random()
    form, more = ("{x}", "{x}"), {}
    if turn < 0.18:
        form, more = draw.choice(SHOWN), {"p": draw.choice(PICTURES)}
    elif turn < 0.36:
        mark = draw.choice(MARKS)
        form = (f"{{x}} {mark[0]}", f"{{x}}{mark[1]}")
    elif turn < 0.5:
        form = draw.choice(STYLED)
    elif turn < 0.62:
        form = draw.choice(SET)
    elif turn < 0.68:
        form = draw.choice(GROUNDS)
    elif turn < 0.82:
        part = draw.choice(PARTS)
        form = (f"{{x}} {part[0]}", f"{{x}}，{part[1]}")
    values = {"c": colour, "m": material, "s": style, **more}
    if draw.random() < 0.03:
        # Without a number, a name in the plural is still one name.
        en = f"{en.removeprefix('a ').removeprefix('one ')}s"
    en, zh = (side is not None and form[at].format(x=side, **{key: value[at] for key, value in values.items()}) or None for at, side in enumerate((en, zh)))
    return en, zh, SIMPLE_SEVERITY


def clause(draw: random.Random, concepts, words: Words) -> tuple[str, str | None, float]:
    """One demand."""
    (a, az, an, anz), (b, bz, bn, _), (e, ez, _, _) = (thing(draw, concepts, 0.35) for _ in range(3))
    number, other = draw.choice(NUMBERS), draw.choice(NUMBERS)
    digits = draw.random() < 0.3
    plural = lambda text: text if text.endswith("s") else f"{text}s"
    english = {"a": a, "b": b, "e": e, "an": an, "bn": bn, "ns": plural(an), "os": plural(bn), "k": number[2 if digits else 0], "j": other[0]}
    chinese = {"a": anz if draw.random() < 0.7 else az, "b": bz, "e": ez, "k": number[2 if digits else 1], "j": other[1]}
    for key, known in {"c": COLOURS, "d": COLOURS, "m": MATERIALS, "t": SHORT_TEXTS}.items():
        english[key], chinese[key] = draw.choice(known)
    kinds = [(TEXTS, 0.75), (DENIALS, 0.7), (COMPARISONS, 0.7), (COUNTS, 0.72), (PANELS, 0.75), (SEVERAL, 0.5), (SEVERAL, 0.5)]
    turn = draw.random()
    if turn < 0.56:
        forms, severity = draw.choice(kinds)
        form = draw.choice(forms)
    elif turn < 0.7:
        act = draw.choice(ACTS)
        if draw.random() < 0.4:
            # Any verb will do.
            verb, chinese_verb = draw.choice(words.verbs), draw.choice(words.zh)
            # Without a mark of its own a word between two names would be one more name.
            act = (f"{verb.removesuffix('e')}ing", f"{verb}s", draw.choice(["正在{v}", "在{v}", "{v}着", "{v}了", "{v}过"]).format(v=chinese_verb))
        form, severity = (f"{{a}} {draw.choice(['', 'is '])}{act[0]} {{b}}" if draw.random() < 0.6 else f"{{a}} {act[1]} {{b}}", f"{{a}}{act[2]}{{b}}"), 0.5
    elif turn < 0.76:
        # What one does with another for a third.
        verb, chinese_verb = draw.choice(words.verbs), draw.choice(words.zh)
        forms = draw.choice(TRANSFERS)
        form, severity = tuple(side.replace("{v}", word) for side, word in zip(forms, (verb, chinese_verb))), 0.6
    elif turn < 0.86:
        place = draw.choice(SPACE)
        form, severity = (f"{{a}} {draw.choice(['', '', 'is ', 'placed '])}{place[0]} {{b}}", f"{{a}}{place[1]}"), 0.9
    elif turn < 0.95:
        deed, place = draw.choice(DEEDS), draw.choice(PLACES)
        form, severity = (f"{{a}} {draw.choice(['', 'is '])}{deed[0]} {place[0]}", draw.choice([f"{{a}}{place[1]}{deed[1]}", f"{place[1]}，{{a}}在{deed[1]}"])), 0.45
    else:
        optic = draw.choice(OPTICS)
        form, severity = (f"{{a}} and {{b}} {optic[0]}", f"{{a}}和{{b}}，{optic[1]}"), 0.6
    return form[0].format(**english), form[1].format(**chinese) if az and bz and ez else None, severity


def demanding(draw: random.Random, concepts, words: Words) -> tuple[str, str | None, float, str]:
    """One to seven demands; the fourth is the wish without its last ones."""
    en, zh, severity = clause(draw, concepts, words)
    short = en
    count = draw.choice([1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5, 7])
    for _ in range(count - 1):
        joint, more = draw.choice(JOINTS), clause(draw, concepts, words)
        short = en if draw.random() < 0.5 else short
        en += joint[0] + (more[0][0].upper() + more[0][1:] if joint[0] == ". " else more[0])
        zh = zh and more[1] and zh + joint[1] + more[1]
        severity = max(severity, more[2])
    if draw.random() < 0.2:
        look = draw.choice(LOOKS)
        en, zh = f"{en}, {look[0]}", zh and f"{zh}，{look[1]}"
    if draw.random() < 0.15:
        style = draw.choice(STYLES)
        en, zh = (f"{en}, {style[0]} style", zh and f"{zh}，{style[1]}风格") if draw.random() < 0.5 else (f"In {style[0]} style, {en}", zh and f"{style[1]}风格，{zh}")
    return en, zh, severity, short


def carry(draw: random.Random, words: Words, en: str, zh: str | None) -> tuple[str, str | None]:
    """What people say around a wish."""
    if draw.random() < 0.22:
        ask = draw.choice(ASKS)
        en, zh = f"{ask[0]} {en}", zh and f"{ask[1]}{zh}"
    if draw.random() < 0.22:
        purpose = draw.choice(PURPOSES)
        en, zh = f"{en} {purpose[0]}", zh and f"{zh}，{purpose[1]}"
    if draw.random() < 0.15:
        tag = draw.choice(TAGS)
        en, zh = f"{en}, {tag[0]}", zh and f"{zh}，{tag[1]}"
    if draw.random() < 0.2:
        # Whoever asks and whatever it is for: any word may stand there.
        form = draw.choice(CARRIED)
        en, zh = form[0].format(x=en, w=draw.choice(words.en)), zh and form[1].format(x=zh, w=draw.choice(words.zh))
    return en, zh


def polish(draw: random.Random, text: str) -> str:
    text = re.sub(r"\b([Aa]) ([aeiou])", r"\1n \2", re.sub(r"\s+", " ", text)).strip()
    text = text[0].upper() + text[1:] if draw.random() < 0.3 else text
    return f"{text}." if draw.random() < 0.1 else text


def make_wishes(concepts, words: Words, count: int, seed: int, split: str) -> list[dict]:
    """`count` of each kind: `en`, `zh` where there are words for it, `short` for a part of a longer wish."""
    draw = random.Random(seed)
    both, english = pool_of(concepts, split, 1), pool_of(concepts, split, 0)
    wishes = []
    for label in (0, 1):
        for _ in range(count):
            pool = both if draw.random() < 0.75 else english
            en, zh, severity, *short = demanding(draw, pool, words) if label else simple(draw, pool)
            if draw.random() < 0.3:
                en, zh = loosen(draw, words, en, zh)
            en, zh = carry(draw, words, en, zh)
            wish = {"en": polish(draw, en), "zh": zh, "complex": label, "severity": severity}
            if short and short[0] != en:
                wish["short"] = polish(draw, short[0])
            wishes.append(wish)
    return wishes
