// What designers call layers, in the languages they name them in: a place for a picture, and things that no picture shows.

const list = (text: string): ReadonlySet<string> =>
	new Set(text.trim().split(/\s+/));

/** Say that a picture belongs here. */
const pictureWords = list(`
	placeholder image img avatar thumbnail thumb photo picture todo
	platzhalter bild bilder foto miniatur avatarbild
	photographie vignette miniature
	imagen imágenes fotografía miniatura
	imagem imagens fotografia
	immagine immagini segnaposto anteprima
	afbeelding plaatje plaatshouder miniatuur
	platshållare miniatyr billede pladsholder bilde plassholder kuva
	obraz obrazek zdjęcie miniaturka obrázek fotka náhled
	görsel resim fotoğraf
	изображение картинка фото фотография заглушка плейсхолдер аватар аватарка миниатюра превью зображення
	εικόνα φωτογραφία تصویر صورة תמונה चित्र छवि gambar ảnh
`);
/** The same where words are not parted by spaces, and as phrases. */
const pictureParts =
	/占位[符图圖]?|[图圖][片像]|照片|相片|[头頭]像|缩略图|縮圖|配图|插图|プレース ?ホルダー?|画像|写真|アバター|サムネイル?|플레이스 ?홀더|자리 ?표시자|이미지|사진|아바타|썸네일|รูปภาพ|marcador de posi[cç]i?[óã]o?n?|espa[cç]i?o reservado|espace réservé|yer tutucu|hình ảnh/g;
/** Ends of German and Scandinavian compounds: Produktbild, Teamfotos. */
const pictureEnding = /.(bild|bilder|foto|fotos)$/;

/** Names that Figma gives in its languages, and words that tell what a layer is for, not what it shows. */
const emptyWords = list(`
	rectangle ellipse polygon star frame group vector component instance section container wrapper row column
	card item list cell slot box content main body page screen mobile desktop pic media asset icon illustration cover
	banner fill bg default variant property state copy of the a an and
	rechteck polygon stern rahmen gruppe vektor komponente instanz abschnitt karte kachel liste zeile spalte inhalt seite
	element kopie der die das ein eine und von für
	polygone étoile cadre groupe vecteur composant carte liste ligne colonne contenu page élément copie le la les un une
	de du des et
	rectángulo elipse polígono estrella marco grupo componente tarjeta lista fila columna contenido página elemento copia
	el los las una y
	retângulo estrela quadro cartão linha coluna conteúdo item cópia o os as um uma e
	rettangolo ellisse poligono stella riquadro gruppo scheda riga colonna contenuto pagina il lo gli di
	прямоугольник эллипс рамка фрейм группа компонент карточка список элемент копия
	矩形 椭圆 多边形 星形 画框 框架 组 组件 卡片 列表 容器 副本
	長方形 楕円形 楕円 多角形 星 フレーム グループ コンポーネント カード リスト 要素 コピー
	사각형 직사각형 타원 다각형 별 프레임 그룹 컴포넌트 카드 목록 복사본
`);

/** Whether a name says that a picture belongs here. */
export function namesPicture(name: string): boolean {
	const text = splitName(name);
	pictureParts.lastIndex = 0;
	return pictureParts.test(text) || text.split(/\s+/).some(isPictureWord);
}

/** The words of a name or text that a picture could show. */
export function pickWords(text: string): string[] {
	return text
		.toLowerCase()
		.replace(pictureParts, " ")
		.replace(/auto ?layout/g, " ")
		.split(/\s+/)
		.filter((word) => word !== "" && !isPictureWord(word))
		.filter((word) => !emptyWords.has(word) && !/^\d+$/.test(word));
}

/** A name in lower-case words: `heroImage_01` as `hero image 01`. */
export function splitName(name: string): string {
	return name
		.normalize("NFC")
		.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
		.replace(/(\p{L})(\d)/gu, "$1 $2")
		.replace(/[^\p{L}\p{M}\p{N}'’]+/gu, " ")
		.trim()
		.toLowerCase();
}

function isPictureWord(word: string): boolean {
	return pictureWords.has(word) || pictureEnding.test(word);
}
