// What Chinese has no spaces to show: which characters count something, and which stand inside a longer word.
import type { Sign } from "./lexicon.js";

/** What stands between a number and a thing. */
const measures = new Set(
	"个只条张把件朵座块辆棵位本台名颗片架艘间头枚根支枝顶副盏扇面碗瓶株栋束款盘幢群对双种组排层格幅匹杯盒袋串堆份滴粒套所尊卷步段页封锅桶罐壶篮箱丛圈队列批些",
);
/** "One" of these is several. */
const groups = new Set("群堆排组丛圈队列批些");
const numerals = new Set("一二两三四五六七八九十百千万");
const determiners: ReadonlyMap<string, Sign> = new Map([
	...Array.from("这那某", (word) => [word, "thing"] as const),
	...Array.from("几数多", (word) => [word, "plenty"] as const),
	...Array.from("每各另", (word) => [word, "compare"] as const),
]);

/** A phrase with what it is a sign of. */
export interface FoundPhrase {
	readonly signs: readonly Sign[];
	/** What of it is shown to people. */
	readonly shown: string;
	/** In words; a Chinese character is one. */
	readonly length: number;
}

/** Reads "七只" and "另一个"; nothing where no measure word shows that something is counted, as in "七巧板". */
export function readChineseCount(
	words: readonly string[],
	start: number,
): FoundPhrase | undefined {
	const determiner = determiners.get(words[start]);
	const first = start + (determiner === undefined ? 0 : 1);
	let end = first;
	while (numerals.has(words[end])) end++;
	const measure = words[end];
	if (end === start || !measures.has(measure)) return undefined;
	const signs = [
		...(determiner === undefined ? [] : [determiner]),
		...(end > first
			? judgeNumber(words.slice(first, end).join(""), measure)
			: []),
	];
	return {
		// "另一个" is another one, as "another" is.
		signs: determiner === "compare" ? ["compare"] : signs,
		shown: words.slice(start, end).join(""),
		length: end + 1 - start,
	};
}

function judgeNumber(number: string, measure: string): readonly Sign[] {
	if (number !== "一") return [/^[两二三]$/u.test(number) ? "three" : "many"];
	if (groups.has(measure)) return ["plenty"];
	return measure === "对" || measure === "双" ? ["thing", "three"] : ["thing"];
}

/** Words whose characters would be signs if they stood alone: "比萨" compares nothing. */
export const chineseCompounds: readonly string[] = `
千层面 二维码 茶几 几何 旁白 左轮
和服 和平 和平鸽 和尚 和谐 和弦 暖和 柔和 饱和 温和 缓和 埃及 及格 高跟鞋 跟头 配件 配色 配饰 搭配 而已 又名 合并
坐垫 坐便器 车站 站台 站牌 网站 加油站 空间站 火车站 地铁站 公交站 充电站 穿梭 穿山甲 拿铁 加拿大 拿破仑 小吃 吃货 玩具 玩偶 古玩 玩家 走廊 跑车 跑步机 跑道 跑鞋
飞机 飞船 飞碟 飞镖 飞蛾 飞艇 飞盘 飞行员 飞行器 直升飞机 纸飞机 跳绳 跳板 跳伞 跳蚤 跳棋 睡袋 睡衣 睡帽 睡莲 睡眠 抱枕 拥抱脸 爬虫 爬行动物 爬山虎
拉链 拉面 沙拉 马拉松 卡拉 拉丁 拖拉机 萨拉米 拉杆箱 拉布拉多 阿拉伯 巴拉 推车 推土机 手推车 婴儿车 握手 挂钟 挂件 挂钩 挂毯 举重 子弹 炸弹 导弹 弹簧 弹弓 弹珠 吹风机 宝藏 西藏 藏獒 收藏
夹克 夹子 发夹 文件夹 夹心 夹板 晾衣夹 插头 插座 插花 插图 插槽 贴画 快递 教堂 教室 教练 教科书 教授 教育 宗教 问号 问题 访问 唱片 合唱 歌唱 修女 修理 修道院 针织 组织 织物 切片 切割 一切 切换
剪刀 剪纸 剪辑 球拍 拍立得 节拍器 听筒 听诊器 望远镜 希望 领带 领结 衣领 部落 落地灯 降落伞 坠落 碰碰车 滚筒 滚轮 流星 流苏 流行 流浪 流程 洒水壶 洗衣机 洗手液 洗发水 洗手间 洗碗机 扫帚 扫描 扫把
橡皮擦 平等 等号 等于 不等于 等待室 漂亮 游戏 游戏机 手柄 游轮 旅游 游泳池 游客 游艇 游乐园 潜艇 潜水艇 潜水 计划 划船 停车 停车场 停止 停车牌 钟摆 店铺 铺子 争议 报告 说话人 生长 燃烧弹 举牌 陪伴 喂食 咬合
写字 书写 写字台 速写 写意 描写 字母表 没食子 不倒翁 不锈钢 不错 不可思议 无人机 无花果 无线 无线电 无轨电车 有轨电车 无袖 无限 无尽 无聊 未来 未来感 除草机 除夕 删除 非洲 非常 别墅 别针 特别 性别 识别 级别
比萨 比基尼 比赛 比例 比特币 比利时 哥伦比亚 更新 更衣 每日 但丁 最爱 最喜欢 较量 越野 越南 优越
人物 人参 人行道 人偶 雪人 稻草人 名人 人类 外星人 狼人 人鱼 美人鱼 木乃伊 山羊 山楂 山竹 山药 冰山 火山 河马 银河 河豚 河狸 夜莺 夜市 夜光 湖蓝 半岛 群岛 田野
大象 大蒜 大葱 大厦 白菜 大白菜 大提琴 大衣 大炮 大雁 大门 大鼓 大麦 意大利 大利亚 小麦 小提琴 小号 小丑 小说 小吃店 小学 小时 高尔夫 高楼 高铁 高粱 高脚杯 长笛 长颈 长椅 长裤 校长 成长 短裤 新闻 新月 新娘 新郎 旧金山
红酒 红薯 红茶 红豆 红枣 红包 红灯笼 橙子 橙汁 黄瓜 黄油 黄金 黄豆 黄蜂 绿茶 绿豆 蓝莓 蓝牙 紫薯 紫菜 粉丝 粉笔 奶粉 面粉 花粉 米粉 粉末 白板 白酒 白糖 白鹭 黑板 黑洞 黑莓 黑桃 灰尘 青椒 青菜 青铜 青豆 铜牌 金属片
猫头鹰 马车 马桶 马铃薯 马克杯 马蹄 马卡龙 马戏团 马达 马甲 木马 鲸鱼 鳄鱼 章鱼 鱿鱼 金鱼 鱼竿 鱼缸 鱼饵 鸟巢 鸡蛋 鸡尾酒 鸡腿 牛奶 牛排 牛仔 牛油果 牛肉 蜗牛 羊毛 羊驼 羊肉 龙虾 水龙头 龙舟 龙卷风 龙头 火龙果 鼠标 热狗 鸭舌帽 印象 象棋 气象 对象 现象 熊掌 壁虎
木瓜 木偶 木耳 木琴 木筏 积木 报纸 纸巾 纸袋 纸箱 纸牌 壁纸 布丁 瀑布 布朗尼 布谷鸟 玉米 方便面 地方 方向盘 方向 东方 圆规 圆珠笔 圆号 冰锥 对讲机 对勾 绝对 一对一
上衣 上海 早上 晚上 马上 线上 上传 下载 下午 以下 地下 里程 公里 中文 中午 中指 中秋 中子 有机 有趣 有名 有限 所有人 是非 但是 可是 于是 被子 棉被 被套 把手 火把 车把 拖把 把握 从前 从容 向日葵 导向 趋向 将军 麻将 即将 将来 了解 为了 地球 地图 地铁 地毯 地板 地球仪 大地 工地 基地 墓地 营地 陆地 目的地 得分 得意 值得 目的 的士
他们 它们 她们 吉他 其实 其他人 房子 给力 供给 让步 使者 天使 大使 大使馆 使用 替身 帮派 帮助 黑帮 令牌 命令 用户 用品 用具 餐具 自己人 在线 现在 存在 内在 在意 是否 上午 对话 对联 对号`
	.trim()
	.split(/\s+/u);
