// Words that tell a language, beside those of the table of names: numbers, articles, and colours, whose entries there say
// no language. Only where a word of a prompt could belong to several languages do they matter.
import type { InflectedLanguage } from "./base-forms.js";

type Words = Readonly<Partial<Record<InflectedLanguage, string>>>;

/** From one to nine, every form of a number joined by "/". */
const numbers: Words = {
	de: "ein/eine/einen/einem/einer zwei drei vier fünf sechs sieben acht neun",
	fr: "un/une deux trois quatre cinq six sept huit neuf",
	es: "un/una dos tres cuatro cinco seis siete ocho nueve",
	it: "un/una/uno due tre quattro cinque sei sette otto nove",
	pt: "um/uma dois/duas três quatro cinco seis sete oito nove",
	nl: "een twee drie vier vijf zes zeven acht negen",
	ru: "один/одна/одно/одну два/две три четыре пять шесть семь восемь девять",
	pl: "jeden/jedna/jedno/jedną dwa/dwie/dwaj/dwóch trzy/trzech cztery/czterech pięć/pięciu sześć siedem osiem dziewięć",
	tr: "bir iki üç dört beş altı yedi sekiz dokuz",
	ar: "واحد/واحدة اثنان/اثنين/اثنتان ثلاث/ثلاثة أربع/أربعة خمس/خمسة ست/ستة سبع/سبعة ثماني/ثمانية تسع/تسعة",
	hi: "एक दो तीन चार पाँच/पांच छह/छः सात आठ नौ",
	ko: "한 두 세 네 다섯 여섯 일곱 여덟 아홉",
};

const articles: Words = {
	de: "den dem des einer eines einem",
	fr: "au ce cette",
	it: "le",
};

/** Articles that stand before several things only. */
const pluralArticles: Words = {
	fr: "les des ces aux",
	es: "los las unos unas",
	it: "gli i dei degli delle",
	pt: "os as uns umas dos das",
};

const colours: Words = {
	de: "rot rote roten roter rotes gelb gelbe gelben gelbes grün grüne grünen grünes blau blaue blauen blauer blaues schwarz schwarze schwarzen schwarzes weiß weiße weißen weißes",
	fr: "rouge rouges jaune jaunes vert verte verts vertes bleu bleue bleus bleues noir noire noirs noires blanc blanche blancs blanches",
	es: "rojo roja rojos rojas amarillo amarilla amarillos amarillas verde verdes azul azules negro negra negros negras blanco blanca blancos blancas",
	it: "rosso rossa rossi rosse giallo gialla gialli gialle verde verdi blu nero nera neri nere bianco bianca bianchi bianche",
	pt: "vermelho vermelha vermelhos vermelhas amarelo amarela amarelos amarelas verde verdes azul azuis preto preta pretos pretas branco branca brancos brancas",
	nl: "rood rode geel gele groen groene blauw blauwe zwart zwarte wit witte",
	pl: "czerwony czerwona czerwone żółty żółta żółte zielony zielona zielone niebieski niebieska niebieskie czarny czarna czarne biały biała białe",
	tr: "kırmızı sarı yeşil mavi siyah beyaz",
};

/** Languages by word. */
const languagesOf = new Map<string, readonly InflectedLanguage[]>();
for (const table of [numbers, articles, pluralArticles, colours])
	for (const [language, words] of entriesOf(table))
		for (const word of new Set(words.split(/[ /]/u)))
			languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

const plurals = new Set(
	entriesOf(pluralArticles).flatMap(([, words]) => words.split(" ")),
);
const small = new Set([
	...entriesOf(articles).flatMap(([, words]) => words.split(" ")),
	...plurals,
]);

const countOf = new Map(
	entriesOf(numbers).flatMap(([, words]) =>
		words
			.split(" ")
			.flatMap((forms, i) =>
				forms.split("/").map((word): [string, number] => [word, i + 1]),
			),
	),
);

function entriesOf(words: Words): readonly [InflectedLanguage, string][] {
	return Object.entries(words) as [InflectedLanguage, string][];
}

/** The languages that a number, an article or a colour tells; none for any other word. */
export function findMarkedLanguages(
	word: string,
): readonly InflectedLanguage[] {
	return languagesOf.get(word) ?? [];
}

/** Whether a word is an article, which means nothing beside the name of a thing. */
export function isArticle(word: string): boolean {
	return small.has(word);
}

/** Whether a word is an article that stands before several things only. */
export function isPluralArticle(word: string): boolean {
	return plurals.has(word);
}

/** The number, from one to nine, that a word is in any of these languages. */
export function readSpokenNumber(word: string): number | undefined {
	return countOf.get(word);
}
