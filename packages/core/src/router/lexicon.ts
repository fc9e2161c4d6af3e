// Words that show what a prompt asks for, in English and Chinese. Chinese ones are found anywhere in the text, because
// Chinese has no spaces; numbers with their measure words are found by `readChineseCount`.
import { chineseCompounds } from "./chinese-words.js";

interface Entry {
	readonly en: string;
	readonly zh: string;
}

/** What a word can be a sign of. */
export type Sign =
	| "three"
	| "many"
	| "plenty"
	| "space"
	| "join"
	| "verb"
	| "colour"
	| "material"
	| "shape"
	| "text"
	| "panel"
	| "negation"
	| "optics"
	| "compare"
	| "person"
	| "scene"
	| "photo"
	| "style"
	| "icon"
	| "pattern"
	| "background"
	| "animal"
	| "place"
	| "thing"
	| "link"
	| "where"
	| "of"
	| "be"
	| "self"
	| "pass"
	| "use"
	| "ask";

const lexicon: Readonly<Record<Sign, Entry>> = {
	three: {
		en: "two three twin twins pair couple both double triple dual trio 2 3",
		zh: "两 俩 一对 一双 双胞胎 两人 二人 三人 2 3",
	},
	many: {
		en: "four five six seven eight nine ten eleven twelve thirteen fifteen sixteen twenty thirty forty fifty hundred thousand dozen dozens 2x2 3x3",
		zh: "四人 五人 六人 七人 八人 九人 十人 一打 上百 数百 几十 成百上千",
	},
	plenty: {
		en: "many several multiple various group crowd bunch flock herd lots collection assortment pile some few numerous row rows stack set variety plenty",
		zh: "许多 很多 好多 一些 若干 各种 各样 多种 无数 大量 众多 成群 满地 到处 处处",
	},
	space: {
		en: "left|right|above|below|under|underneath|beneath|behind|beside|between|near|nearby|over|atop|inside|outside|next to|on top of|in front of|to the left|to the right|on the left|on the right|left of|right of|on the side of|at the bottom|at the top|on the bottom|surrounded by|opposite|adjacent|against|across|around|hidden by|leaning|facing|beyond|in the middle|in the center|in the background|in the foreground|through|along|toward|towards|onto|into|upside down",
		zh: "上有 下有 里有 前有 后有 旁有 中有 上放 上站 上坐 上摆 上躺 左 右 上方 下方 上面 下面 前面 后面 旁 之间 里面 外面 中间 中央 背景中 前景 周围 围绕 对面 底部 顶部 身后 面前 靠着 倚 旁边 中心 头顶 脚下 远处 背后 左侧 右侧 左上 右上 左下 右下 上半 下半 底下 边上 角落 隔壁 正中 两侧 身旁 身边 身上 手里 手上 手中 围着 紧挨 挨着 并排 相对 朝着 对着 沿着 穿过 越过 透过 里放 里坐 里装 正中间 之上 之下 里边 相连 相隔 前方 后方",
	},
	join: {
		en: "and with while as plus & containing holding together both",
		zh: "和 与 以及 并 同时 还有 及 而 并且 另有 一起 一边 又 跟 带有 配 加上 且",
	},
	verb: {
		en: "sitting standing wearing riding holding eating playing walking running flying jumping swimming looking watching reading driving sleeping carrying dancing fighting chasing climbing throwing catching cooking drinking pulling pushing hugging kissing pouring hanging lying laying smiling talking waiting sits stands wears rides holds eats plays walks runs flies jumps swims looks reads drives sleeps carries dances fights chases climbs throws catches cooks drinks pulls pushes hugs kisses pours hangs lies smiles talks waits turns falls filled covered shaped dressed made using crashing floating growing gives meets helps follows hides keeps leans opens closes builds breaks cuts paints writes sells buys brings sends finds searches teaches feeds washes repairs guards lifts steals touches bites buries greets rests burns melts laughs cries sings giving meeting helping following hiding leaning waving pointing opening building breaking cutting painting writing selling buying searching teaching feeding washing repairing guarding lifting stealing touching biting greeting",
		zh: "正在 坐 站 穿 骑 拿 吃 玩 走 跑 飞 跳 游泳 看着 阅读 驾驶 睡 抱 追 爬 扔 喝 拉 推 拥抱 握 戴 躺 挂 微笑 说话 等待 举 跪 打开 变成 奔 漂浮 手持 站立 弹 踢 凝视 指着 牵 背着 吹 画着 躲 藏 绑 系着 缠 夹 叠 插 贴 递 送 教 问 喊 唱 修 补 织 切 剪 钓 敲 拍 摸 闻 听 望 盯 逃 跟 带着 领 陪 遇见 碰 掉 落 跌 滚 流 洒 倒 端 捧 提着 扛 举起 抬 搬 抓 咬 啃 喂 洗 扫 擦 写信 读 看书 等 赛跑 打架 打斗 争 交战 燃烧 融化 爆炸 生长 盛开 绽放 升起 飘 漂 游 潜 划 骑着 开车 停 驶 挥手 点燃 摆 放着 装着 装满 盛着 堆 铺 盖着 包着 裹 露出 伸出 长出 冒出 梦见 想象 守着 排成 组成 拼成 做成 找 交给 递给 送给 扔给 睡觉 笑 哭 掉进 放进 塞进 走进 跑进 跳进 经过 路过 越过 打扮成 堆成 变为 张开 照顾 迎接 推开 拉开 拉出 探出 拴 围绕着 环绕 跟随 跟着 陪着 挡住 盖住 咬住 抓住 接住 抓着 叼着 拖着 拉着 推着 抱着 举着 捧着 端着 扛着 指向 望着 看到 看见 对话 聊天 争吵 交谈 握着 撑着 打着 坐着的 站着的",
	},
	colour: {
		en: "red orange yellow green blue purple pink brown black white grey gray golden gold silver beige teal turquoise cyan magenta violet navy maroon crimson scarlet lime indigo lavender olive coral mint cream tan bronze rainbow colourful colorful multicolored pastel neon",
		zh: "红色 橙色 黄色 绿色 蓝色 紫色 紫罗兰色 粉色 粉红 粉红色 棕色 褐色 黑色 白色 灰色 青色 青绿色 天蓝色 深红色 深蓝色 深绿色 浅蓝色 浅绿色 淡黄色 鲜红色 奶油色 红 橙 黄 绿 蓝 紫 粉 棕 褐 黑 白 灰 金色 银色 米色 青 彩色 五彩 彩虹色",
	},
	material: {
		en: "wooden wood metal metallic glass plastic leather fabric stone marble rubber fluffy furry ceramic clay paper velvet silk cotton denim knitted woven brick concrete steel iron copper crystal ice porcelain cardboard wool felt gold-plated jade origami lego",
		zh: "木 金属 玻璃 塑料 皮革 石头 石制 大理石 橡胶 毛绒 毛茸茸 陶瓷 纸 天鹅绒 丝绸 水晶 钢铁 羊毛 布 翡翠 玉",
	},
	shape: {
		en: "round square circular oval triangular rectangular cubic spherical conical cylindrical pyramidal hexagonal oblong teardrop pentagonal diamond-shaped big small large tiny huge giant tall short long little shiny old new young",
		zh: "十字架 十字 三角 三角形 四边形 五角星 五边形 六边形 八角 八边形 百合 百分 千分 圆 方形 方 椭圆 矩形 立方 球形 锥 大 小 巨大 微小 高 矮 长 短 旧 新 年轻",
	},
	text: {
		en: "says|saying|reads|written|text|word|words|letter|letters|caption|captioned|title|titled|headline|label|labeled|labelled|sign|signs|slogan|spelled|spelling|spells|inscription|engraved|lettering|typography|poster|typeface|font|message|handwritten|logo text|that reads|with the text|graffiti|quote|banner|menu|newspaper|book cover|magazine cover",
		zh: "写着 写有 字样 文字 标题 标语 标签 单词 字母 刻着 印着 题字 招牌 文本 海报 书法 口号 内容是 写道 标注 字体 横幅 写",
	},
	panel: {
		en: "panel|panels|comic|comic strip|storyboard|sequence|frames|step by step|steps|before and after|collage|grid|timeline|stages|split screen|diptych|triptych|infographic|sprite sheet|turnaround|multiple views|first|then|finally|second|third|left half|right half",
		zh: "四格 分镜 多格 连环画 漫画 步骤 拼贴 网格 时间线 阶段 分屏 前后对比 序列 三视图 第一 第二 第三 然后 最后 首先 左半 右半",
	},
	negation: {
		en: "no not without never none except nothing nobody neither isn't aren't doesn't don't lacking missing empty instead",
		zh: "没有 没 不 无 未 除了 除 非 缺少 而不是 不是 不要 并非 别 既没 也没 空无 看不到 不见",
	},
	optics: {
		en: "reflection|reflections|reflected|reflecting|mirror|mirrored|shadow|shadows|silhouette|perspective|bird's-eye|bird's eye|worm's-eye|from above|from below|aerial|top-down|top view|side view|cross-section|cutaway|x-ray|isometric|refraction|fisheye|fish-eye|transparent|translucent|point of view|low angle|high angle|close-up|wide-angle|optical illusion|view of|view from|seen from",
		zh: "倒影 反射 镜子 镜中 影子 阴影 剪影 透视 俯视 仰视 鸟瞰 航拍 剖面 透明 半透明 折射 鱼眼 等距 特写 视角 广角 映照 映出",
	},
	compare: {
		en: "than more less bigger smaller larger taller shorter same different each every other another all half alternating identical similar matching most least equal one-third respectively instead whose which that but if because",
		zh: "比 更 相同 不同 另一 其他 全部 一半 交替 一样 各自 分别 其中 但 却 如果 因为 最 较 越 相比 一样高 两倍 另外 其余 剩下 唯一 只有 都是 所有 整个 之一 那么 每人 同一 同样 对比 大过 高过 多于 少于 大于 小于 越来越 那个是 这个是 一样大 一样多 三倍 一倍",
	},
	person: {
		en: "man woman men women boy girl boys girls people person child children kid kids baby lady guy gentleman player king queen knight soldier doctor teacher chef farmer student family crowd human astronaut pirate wizard",
		zh: "男人 女人 男孩 女孩 人 孩子 婴儿 女士 先生 国王 女王 骑士 士兵 医生 老师 厨师 农民 学生 家庭 宇航员 老人 少女 少年",
	},
	scene: {
		en: "street beach room forest city mountain mountains kitchen bathroom bedroom park ocean sea lake river field sky sunset sunrise night garden desert island building buildings skyline village market landscape scene scenery snow jungle castle stage office restaurant library road harbor valley meadow farm space station background court airport",
		zh: "街道 海滩 房间 森林 城市 山 厨房 浴室 卧室 公园 海洋 大海 湖 河 田野 天空 日落 日出 夜 花园 沙漠 岛 建筑 天际线 村庄 市场 风景 场景 雪地 丛林 城堡 舞台 办公室 餐厅 图书馆 道路 港口 山谷 草地 农场",
	},
	photo: {
		en: "photo|photograph|photography|photorealistic|photographic|realistic|dslr|hdr|35mm|portrait photo|shot of|a photo of|the photo of|a photograph of|the photograph of|selfie|bokeh|film still|cinematic|4k|8k",
		zh: "照片 摄影 写实 实拍 逼真 单反 真实感 电影感 相片",
	},
	style: {
		en: "painting|sketch|drawing|watercolor|watercolour|cartoon|illustration|anime|vector|flat|minimalist|minimal|line art|outline|doodle|pixel art|pixel|oil painting|in the style of|a drawing of|the drawing of|an illustration of|the illustration of|a painting of|the painting of|a sketch of|the sketch of|a render of|the render of|style|cyberpunk|steampunk|vintage|retro|3d render|rendering|abstract|impressionist|cute|glossy|matte|duotone|gradient|art|clipart|sculpture|statue|origami",
		zh: "油画 素描 水彩 卡通 插画 动漫 矢量 扁平 极简 线条 轮廓 像素 风格 赛博朋克 复古 渲染 抽象 可爱 手绘 简约 国画 水墨 漫画风 雕塑",
	},
	icon: {
		en: "icon|icons|an icon of|the icon of|emoji|logo|sticker|glyph|symbol|pictogram|favicon|badge|avatar|clipart|emblem",
		zh: "图标 表情 标志 贴纸 符号 徽章 头像 徽标 标识",
	},
	pattern: {
		en: "pattern|patterns|seamless|tileable|texture|wallpaper pattern|tiles|polka dots|polka dot|stripes|striped|checkered|plaid|mosaic|houndstooth",
		zh: "图案 无缝 花纹 纹理 平铺 条纹 波点 格子 马赛克",
	},
	background: {
		en: "background backdrop wallpaper gradient bokeh",
		zh: "背景 壁纸 渐变 底图",
	},
	animal: {
		en: "cat dog horse bird fish bear elephant zebra giraffe cow sheep lion tiger panda rabbit fox wolf monkey penguin owl duck chicken pig mouse frog turtle snake spider bee butterfly kangaroo robot dragon dinosaur unicorn raccoon squirrel beaver gecko dolphin whale shark octopus",
		zh: "猫 狗 马 鸟 鱼 熊 象 斑马 长颈鹿 牛 羊 狮 虎 熊猫 兔 狐狸 狼 猴 企鹅 鸭 鸡 猪 鼠 青蛙 龟 蛇 蜘蛛 蜜蜂 蝴蝶 袋鼠 机器人 龙 恐龙 独角兽 海豚 鲸 鲨",
	},
	place: {
		en: "paris|london|tokyo|rome|venice|egypt|egyptian|china|chinese|japan|japanese|america|american|africa|manhattan|times square|new york|san francisco|eiffel tower|statue of liberty|mona lisa|great wall|taj mahal|big ben|mount rushmore|sydney opera|golden gate|colosseum|alamo|van gogh|picasso|hokusai|rembrandt|monet|dali|einstein|batman|superman|spiderman|pikachu|mickey|harry potter|darth vader|star wars|yoda|nike|coca-cola|apple logo|mcdonald's|starbucks|ferrari|lamborghini|tesla|porsche|bmw|disney|pixar|ghibli",
		zh: "巴黎 伦敦 东京 罗马 威尼斯 埃及 中国 日本 美国 纽约 时代广场 埃菲尔 自由女神 蒙娜丽莎 长城 泰姬陵 大本钟 悉尼歌剧院 故宫 天安门 梵高 毕加索 葛饰北斋 莫奈 达利 爱因斯坦 蝙蝠侠 超人 皮卡丘 米老鼠 哈利波特 星球大战 可口可乐 麦当劳 星巴克 法拉利 特斯拉 迪士尼 皮克斯 吉卜力 孙悟空 李白",
	},
	thing: {
		en: "a an one the this my",
		zh: "我的 我们的 单个 独个",
	},
	link: {
		en: "to for by from as",
		zh: "给 着 上 里 中 内 从 向 朝 往 了 地 得 于",
	},
	where: {
		en: "in on at within amid among",
		zh: "在 位于 处于 桌上 床上 墙上 地上 树上 水上 天上 山上 头上 肩上 背上 路上 街上 海上 水里 屋里 碗里 手心里 水中 空中 雨中 雾中 林中 窗外 门外 门口 门前 门后 桌子上 椅子上 沙发上",
	},
	of: { en: "of", zh: "的 之" },
	be: { en: "is are was were be being has have had", zh: "是 有 为" },
	self: {
		en: "his her their its it he she they who him them himself herself itself themselves",
		zh: "他 她 它 自己 其 他们 她们 它们 彼此",
	},
	// What one thing does with another for a third.
	pass: {
		en: "give gives giving handing throws throwing brings bringing sends sending lends passes passing offers offering teaches teaching helps helping",
		zh: "把 被 将 交给 递给 送给 扔给 传给 还给 借给",
	},
	// What a picture is for says nothing of what is in it.
	use: {
		en: "website|web site|web page|app|apps|homepage|home page|landing page|settings page|login page|blog|newsletter|slide|slides|presentation|company|corporate|business|startup|team|brand|client|customer|project|dashboard|toolbar|sidebar|placeholder",
		zh: "网站 网页 应用 手机应用 应用程序 首页 主页 设置页 登录页 页眉 页脚 博客 简报 周报 幻灯片 演示文稿 公司 企业 品牌 团队 客户 老板 项目 仪表盘 工具栏 侧栏 标签栏 空状态 占位图 占位",
	},
	// What is said around a wish. These hold words that are signs elsewhere, and take them away.
	ask: {
		en: "draw|make|create|generate|render|design|show|paint|sketch|give me|i need|i want|i would like|please|for my|for our|for the|for a|for an|for me|high quality|thanks|a photo of|the photo of|a photograph of|the photograph of|a drawing of|the drawing of|an illustration of|the illustration of|a painting of|the painting of|a sketch of|the sketch of|a render of|the render of|a picture of|the picture of|an image of|the image of|a view of|the view of|an icon of|the icon of",
		zh: "请 请画 给我 帮我 我要 我想要 想要 需要 生成 创作 绘制 制作 设计 来一 用于 用作 作为 图中 图中有 图里 图里有 画中 画面 画面中 画面中有 画面里 画面里有 照片中 图片中 的图 的照片 的图片 的插画 高清 谢谢 不错",
	},
};

/** Of a picture that is named with what it shows: the article after it begins no second thing. */
const pictures = [
	...["picture", "image", "photo", "photograph", "shot", "view", "portrait"],
	...["drawing", "illustration", "painting", "sketch", "render", "icon"],
	...["close-up", "silhouette", "outline", "depiction", "version", "model"],
];
const articles = ["a", "an", "the", "one", "my"];

/** All kinds of sign, in the order of the weights. */
export const signs: readonly Sign[] = Object.keys(lexicon) as Sign[];

/** Signs by what they are written as. */
export type SignTable = ReadonlyMap<string, readonly Sign[]>;

function makeTable(language: "en" | "zh"): SignTable {
	const table = new Map<string, Sign[]>();
	if (language === "zh")
		for (const compound of chineseCompounds) table.set(compound, []);
	for (const sign of signs) {
		const list = lexicon[sign][language];
		for (const entry of list.split(list.includes("|") ? "|" : " ")) {
			const known = table.get(entry);
			if (known === undefined) table.set(entry, [sign]);
			else if (!known.includes(sign)) known.push(sign);
		}
	}
	if (language === "en")
		for (const picture of pictures)
			for (const article of articles)
				table.set(
					`${picture} of ${article}`,
					table.get(`${picture} of`) ?? table.get(picture) ?? ["ask"],
				);
	return table;
}

/** English words and phrases, lower case. */
export const englishSigns: SignTable = makeTable("en");
/** Chinese words; those without a sign only keep their characters from being signs. */
export const chineseSigns: SignTable = makeTable("zh");

/** By the first word of phrases, how many words the longest of them has: most words begin none. */
export type PhraseStarts = ReadonlyMap<string, number>;

function listStarts(
	table: SignTable,
	split: (phrase: string) => readonly string[],
): PhraseStarts {
	const starts = new Map<string, number>();
	for (const phrase of table.keys()) {
		const [first = "", ...rest] = split(phrase);
		starts.set(first, Math.max(starts.get(first) ?? 0, 1 + rest.length));
	}
	return starts;
}

/** Of `englishSigns`. */
export const englishStarts: PhraseStarts = listStarts(englishSigns, (phrase) =>
	phrase.split(" "),
);
/** Of `chineseSigns`, where each character is a word. */
export const chineseStarts: PhraseStarts = listStarts(chineseSigns, (phrase) =>
	Array.from(phrase),
);
