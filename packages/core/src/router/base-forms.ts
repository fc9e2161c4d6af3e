// Plurals and cases → the forms that a dictionary may have: "katten" → "kat", "яблоки" → "яблоко". A light stemmer turned
// around: it takes endings off and puts on what words of that language end with. What it makes up is no word, so only forms
// that stand in a table of names count.

/** The languages whose endings are known here; Chinese and Japanese have none. */
export type InflectedLanguage =
	| ("de" | "fr" | "es" | "it" | "pt" | "nl" | "ru" | "pl" | "tr")
	| ("ar" | "hi" | "ko");

/** "ending=base,base": what stands instead of an ending. */
const endings: Readonly<Record<InflectedLanguage, string>> = {
	de: "e= en=,e,um n= er=,e ern= em=e s= es= nen= se= ien=ie",
	fr: "s= x= aux=al,ail",
	es: "s= es= ces=z",
	it: "i=o,e,io,a e=a chi=co ghi=go che=ca ghe=ga",
	pt: "s= es= ões=ão ães=ão ns=m ais=al éis=el óis=ol uis=ul is=il eis=il",
	nl: "en=,e n= s= es= eren= je= tje= jes= tjes=",
	ru:
		"=а,я,о а=,о,е,ок я=е,ь,й ы=а,,ок и=а,ь,й,я,о,,ок ки=ок,ка,ко е=а,,о,я у=а,,о ю=я,й,ь,е ой=а,ый,ий ей=ь,я,й,ья " +
		"ом=,о ем=ь,й,е ами=а,,о ями=я,ь,й,е ах=а,,о ях=я,ь,й,е ам=а,,о ям=я,ь,й,е ов= ев=й,,ец ек=ка,ко ок=ка,ко ья=о,, ьев=,о " +
		"цы=ец ца=ец ни=ень,ня ые=ый ых=ый ым=ый ыми=ый ую=ая ого=ый ому=ый ие=ий их=ий юю=яя",
	pl:
		"=a,o y=,a i=a,,o e=,a,o a=,o,e u=,o,e ę=a ą=a,y ie=a,o,,ia ów=,o ami=a,,o ach=a,,o om=,a,o em=,o iem=,o ek=ka,ko ki=ek,ka,ko ka=ek " +
		"ce=ka,ec,c cy=c,ca nie=ń,nia cie=ć zie=ź sie=ś ych=y ymi=y ego=y ej=a ich=i",
	tr:
		"lar= ler= ları=,ı leri=,i ların= lerin= larda= lerde= lara= lere= larla= lerle= ı= i= u= ü= yı= yi= yu= yü= " +
		"nın= nin= nun= nün= ın= in= un= ün= ya= ye= a= e= da= de= ta= te= dan= den= tan= ten=",
	ar: "ات=ة, ان=,ة ين=,ة تان=ة تين=ة",
	hi: "े=ा ों=,ा ें= ियाँ=ी ियां=ी ियों=ी ाएँ=ा ाओं=ा ी=ा",
	ko: "들= 이= 가= 을= 를= 은= 는=",
};

/** Plurals that follow no rule, and are many in Arabic. */
const irregular: Readonly<Partial<Record<InflectedLanguage, string>>> = {
	ar:
		"نجوم=نجمة قطط=قطة كلاب=كلب بيوت=بيت أشجار=شجرة زهور=زهرة أزهار=زهرة كتب=كتاب قلوب=قلب طيور=طائر أسماك=سمكة خيول=حصان " +
		"مفاتيح=مفتاح غيوم=سحابة سحب=سحابة أقلام=قلم هدايا=هدية كرات=كرة تفاح=تفاحة موز=موزة أبواب=باب أعلام=علم شموع=شمعة " +
		"أكواب=كوب فراشات=فراشة أقمار=قمر عيون=عين أيدي=يد صناديق=صندوق بالونات=بالون دببة=دب أسود=أسد",
	de: "herzen=herz",
	fr: "yeux=œil cieux=ciel",
	it: "uova=uovo uomini=uomo",
	nl: "bomen=boom eieren=ei schepen=schip kinderen=kind",
	pl: "psy=pies psa=pies psów=pies lwy=lew ręce=ręka oczy=oko uszy=ucho konie=koń",
	pt: "cães=cão",
	ru: "львы=лев люди=человек дети=ребёнок",
};

type Change = readonly [pattern: RegExp, by: string];

/** What else differs in a word without its ending; each is tried on all forms so far. */
const changes: Readonly<Partial<Record<InflectedLanguage, readonly Change[]>>> =
	{
		de: [
			[/äu/u, "au"],
			[/ä/u, "a"],
			[/ö/u, "o"],
			[/ü/u, "u"],
			[/ss$/u, "s"],
		],
		es: [
			[/on$/u, "ón"],
			[/an$/u, "án"],
			[/in$/u, "ín"],
			[/es$/u, "és"],
			[/us$/u, "ús"],
			[/ágen$/u, "agen"],
			[/óven$/u, "oven"],
		],
		nl: [
			[/([bdfgklmnprst])\1$/u, "$1"],
			[/(?<![aeiouy])([aeou])([^aeiouywx])$/u, "$1$1$2"],
			[/v$/u, "f"],
			[/z$/u, "s"],
		],
		ru: [[/ё/u, "е"]],
		pl: [[/o(?=\p{L}$)/u, "ó"]],
		tr: [
			[/ğ$/u, "k"],
			[/b$/u, "p"],
			[/c$/u, "ç"],
			[/d$/u, "t"],
		],
	};

/** Letters that a word must have without its ending. */
const fewestLetters = 2;

/** All of them. */
export const inflectedLanguages: readonly InflectedLanguage[] = Object.keys(
	endings,
) as InflectedLanguage[];

const rules = new Map(
	inflectedLanguages.map((language) => {
		const list = endings[language].split(" ").map((rule): Rule => {
			const [ending, bases] = rule.split("=");
			return { ending, bases: bases.split(",") };
		});
		const whole = (irregular[language] ?? "").split(" ").map((rule) => {
			const [said, base] = rule.split("=");
			return [said, base] as const;
		});
		return [language, { list, whole: new Map(whole) }];
	}),
);

interface Rule {
	readonly ending: string;
	readonly bases: readonly string[];
}

/**
 * Lists what a word may be a plural or another case of; most of it is no word at all.
 *
 * @param word  lower-case, as the tokenizer splits it
 * @param isTold  whether the language is certain; if not, no plain letters are taken for a word that lost its ending
 */
export function listBaseForms(
	word: string,
	language: InflectedLanguage,
	isTold: boolean,
): readonly string[] {
	const { list, whole } = rules.get(language) ?? { list: [], whole: new Map() };
	// The Arabic article is part of the word.
	const bare =
		language === "ar" && word.length > 4 ? word.replace(/^ال/u, "") : word;
	const known = whole.get(bare);
	if (known !== undefined) return [known];
	const forms = new Set<string>(bare === word ? [] : [bare]);
	// "Äpfel" has no ending, but another vowel.
	if (language === "de" && /[äöü]/u.test(word))
		for (const [pattern, by] of changes.de ?? [])
			forms.add(word.replace(pattern, by));
	for (const { ending, bases } of list) {
		const stem = bare.slice(0, bare.length - ending.length);
		if (!bare.endsWith(ending)) continue;
		if (ending === "" && !isTold && /^[a-z]+$/u.test(bare)) continue;
		if (stem.length < fewestLetters) continue;
		for (const base of bases) forms.add(stem + base);
	}
	forms.delete(word);
	for (const [pattern, by] of changes[language] ?? [])
		for (const form of [...forms]) forms.add(form.replace(pattern, by));
	forms.delete(word);
	return [...forms];
}
