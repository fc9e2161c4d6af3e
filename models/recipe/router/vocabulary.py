"""Words that templates and the grammar are filled with, English beside Chinese."""


def pairs(text: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in text.strip().split(";") if line.strip()]


COLOURS = pairs("""red|红色; blue|蓝色; green|绿色; yellow|黄色; orange|橙色; purple|紫色; pink|粉色; brown|棕色; black|黑色; white|白色; grey|灰色; golden|金色;
    silver|银色; turquoise|青绿色; dark blue|深蓝色; light green|浅绿色; beige|米色; crimson|深红色; teal|青色; violet|紫罗兰色; cream|奶油色; bright red|鲜红色; pale yellow|淡黄色""")
MATERIALS = pairs("""wooden|木制; metal|金属; glass|玻璃; plastic|塑料; leather|皮革; stone|石头; fluffy|毛茸茸; ceramic|陶瓷; paper|纸质; knitted|针织; shiny|闪亮; crystal|水晶; cute|可爱; small|小;
    marble|大理石; clay|黏土; bronze|青铜; rubber|橡胶; velvet|天鹅绒; felt|毛毡; concrete|混凝土; bamboo|竹制; rusty|生锈; copper|铜制; wicker|藤编; silk|丝绸; porcelain|瓷; cardboard|纸板; ice|冰; chrome|镀铬""")
STYLES = pairs("""watercolor|水彩; flat|扁平; cartoon|卡通; pixel art|像素; minimalist|极简; line art|线条; 3d|立体; outline|线框; vintage|复古; anime|动漫; sketch|素描; duotone|双色; oil painting|油画;
    isometric|等距; retro|怀旧; low poly|低多边形; woodcut|木刻; ink wash|水墨; pastel|粉彩; art deco|装饰艺术; doodle|涂鸦; papercut|剪纸; comic book|漫画书; bauhaus|包豪斯; risograph|孔版印刷; chalk|粉笔; stencil|镂空; glossy|光泽; gouache|水粉; cyberpunk|赛博朋克""")
QUALITIES = pairs("""nice|好看的; pretty|漂亮的; simple|简单的; elegant|优雅的; friendly|友好的; funny|搞笑的; old|旧的; new|新的; big|大的; little|小小的; tiny|微小的; huge|巨大的; round|圆圆的; plain|朴素的; cool|酷酷的; clean|干净的;
    modern|现代的; fancy|花哨的; bright|明亮的; dark|深色的; soft|柔软的; sleepy|困倦的; happy|开心的; sad|难过的; angry|生气的; brave|勇敢的; broken|破损的; fresh|新鲜的; frozen|冰冻的; magic|神奇的; wild|野生的; young|年轻的; ancient|古老的;
    lonely|孤单的; beautiful|美丽的; colourful|彩色的; striped|条纹的; heavy|沉重的; tall|高高的; short|矮矮的; fat|胖胖的; thin|细细的; empty|空的; dirty|脏脏的; sweet|甜美的; spooky|吓人的; futuristic|未来感的; classic|经典的; cosy|温馨的; rare|稀有的;
    calm|平静的; wet|湿漉漉的; dry|干枯的; flying|飞行的; sitting|坐着的; smiling|微笑的; sleeping|睡着的; standing|站着的; glowing|发光的; floating|漂浮的; typical|典型的; traditional|传统的; realistic|逼真的; abstract|抽象的; stylish|时髦的; curly|卷曲的""")
# What a picture of one thing is called, before and after the thing.
PICTURES = pairs("""picture|图片; image|图像; photo|照片; drawing|图画; illustration|插画; sketch|草图; painting|画; portrait|肖像; render|渲染图; close-up|特写; photograph|相片; vector|矢量图; sticker|贴纸; depiction|图; clipart|剪贴画; silhouette|剪影;
    cartoon|卡通画; print|版画; view|样子; doodle|涂鸦; model|模型; figurine|小雕像""")
MARKS = pairs("""icon|图标; logo|标志; emoji|表情; sticker|贴纸; symbol|符号; badge|徽章; clipart|剪贴画; pictogram|象形图; avatar|头像; emblem|徽标; illustration|插图; drawing|画; silhouette|剪影; thumbnail|缩略图; mascot|吉祥物; stamp|印章; button|按钮图;
    app icon|应用图标; favicon|网站图标; tattoo|纹身图; picture|图片; photo|照片; mockup|样机; figure|形象; line drawing|线稿; ornament|装饰图""")
DETERMINERS = pairs("""a|一个; a|一只; a|一张; a|一件; a|一朵; a|一把; a|一座; a|一块; one|一个; the|这个; this|这只; my|我的; some|某个; our|我们的; a single|单独一个; just a|只要一个; another|另外一个; a|一辆; a|一棵; a|一位; a|一本; a|一台; a|一条""")
ASKS = pairs("""please draw|请画; draw|画; make|做; create|制作; generate|生成; show|展示; design|设计; render|渲染; paint|绘制; sketch|勾画; I need|我需要; I want|我想要; I would like|我想要; we need|我们需要; could you draw|能不能画; can you make|能做; can I have|可以给我;
    give me|给我; get me|帮我弄; please make|请做; please generate|请生成; please give me|请给我; imagine|想象; produce|产出; let's have|来; help me draw|帮我画; my client wants|我的客户想要; my boss asked for|老板要; my daughter wishes for|女儿想要; next,|接下来画; okay,|好的，;
    hi, I am looking for|你好，我在找; the teacher wants|老师要; today|今天画; first try:|先试试：; prompt:|提示词：; subject:|主题：; depict|描绘; illustrate|画出; put here|这里放; what about|要不来; replace it by|换成; again|再来; quick:|快速：; we are looking for|我们在找;
    add|加上; this should be|这应该是; use|用; for now|暂时用; I'd love|很想要; only|只要; perhaps|或许; then|然后画""")
PURPOSES = pairs("""for my website|用于我的网站; for the settings page|用于设置页; for a mobile app|给手机应用用; for a children's book|用于童书; for our shop|给我们的店; for a presentation|用于演示文稿; for the landing page|放在首页; for a blog post|用于博客; for a flyer|用于传单; for an email|用于邮件;
    for the menu|用于菜单; for a school project|用于学校作业; as a placeholder|作为占位图; as an avatar|作为头像; as a header|作为页眉; as a logo|当作标志; for a game|用于游戏; for a birthday card|用于生日卡; for the login page|用在登录页; for a dashboard|用在仪表盘; for printing|用于打印; for a banner|用于横幅;
    for a user profile|用于个人资料; for the catalogue|用于目录; for a sticker sheet|用于贴纸; for our company|给我们公司; for my mum|送给妈妈; for a T-shirt|印在T恤上; for a tutorial|用于教程; for the documentation|放在文档里; for the empty state|用于空状态; for social media|发社交媒体""")
TAGS = pairs("""high quality|高清; please|拜托; 4k|4K; simple|简单; clean|干净; no frills|朴素; detailed|细节丰富; sharp|清晰; thanks|谢谢; flat colours|扁平配色; soft light|柔光; centred|居中; square|方形; good quality|质量好; studio light|影棚灯光; best quality|最佳质量; cute|可爱; bold lines|粗线条;
    vector|矢量; transparent background|透明背景; white background|白色背景; plain background|纯色背景; trending|流行; modern look|现代感; masterpiece|杰作; nicely drawn|画得好看; isolated|单独; professional|专业""")
SPACE = pairs("""to the left of|在{b}的左边; to the right of|在{b}的右边; on top of|在{b}的上面; under|在{b}下面; behind|在{b}后面; in front of|在{b}前面; next to|在{b}旁边; inside|在{b}里面; above|在{b}上方; near|靠近{b};
    below|在{b}下方; beside|在{b}边上; between two halves of|在{b}的两半之间; on|放在{b}上; in|装在{b}里; leaning against|靠着{b}; over|悬在{b}之上; underneath|位于{b}底下; against|抵着{b}; around|绕着{b}; opposite|在{b}对面; on the left side of|位于{b}左侧; on the right side of|位于{b}右侧;
    outside|在{b}外面; at the foot of|在{b}脚下; in the middle of|在{b}中央; across from|与{b}相对; attached to|贴在{b}上; hanging from|挂在{b}上; close to|紧挨着{b}; far away from|离{b}很远; buried in|埋在{b}里; wrapped around|缠在{b}上; balanced on|立在{b}顶上; stuck in|卡在{b}里""")
NUMBERS = pairs("""four|四|4; five|五|5; six|六|6; seven|七|7; eight|八|8; nine|九|9; ten|十|10; twelve|十二|12; eleven|十一|11; fifteen|十五|15; twenty|二十|20; a dozen|一打|12; thirty|三十|30; sixteen|十六|16; a hundred|一百|100; twenty-four|二十四|24""")
SHORT_TEXTS = pairs("""SALE|大促销; Open|营业中; Entropy|静夜思; Happy Birthday|生日快乐; Hello World|你好世界; STOP|停; Coffee|咖啡; Welcome|欢迎光临; 50% off|五折优惠; Musa|新年好; Do not enter|禁止入内; Good morning|早上好; Thank you|谢谢你; Exit|出口; Merry Christmas|圣诞快乐;
    The End|剧终; Love|爱; Summer 2030|2030夏天; Free Wi-Fi|免费无线网; Mind the gap|小心台阶; Yes we can|我们可以; New York|纽约; Keep calm|保持冷静; Fresh fish|鲜鱼; Price 9.99|价格9.99; No parking|禁止停车; Future|未来; Carpe diem|把握当下; Level 3|第三关; Warning|警告""")
# Doing, does, Chinese.
ACTS = pairs("""chasing|chases|正在追; holding|holds|拿着; riding|rides|骑着; looking at|looks at|看着; painting|paints|画着; carrying|carries|背着; pushing|pushes|推着; pulling|pulls|拉着; eating|eats|在吃; kicking|kicks|踢着; hugging|hugs|抱着; feeding|feeds|喂着; throwing|throws|扔出; catching|catches|接住;
    washing|washes|在洗; pointing at|points at|指着; fighting|fights|与之搏斗的是; climbing|climbs|爬上; jumping over|jumps over|跳过; following|follows|跟着; hiding behind|hides behind|躲在后面的是; watching|watches|注视着; kissing|kisses|亲吻; greeting|greets|问候; repairing|repairs|在修; building|builds|在搭;
    breaking|breaks|打碎; cutting|cuts|切开; opening|opens|打开; guarding|guards|守着; lifting|lifts|举起; stealing|steals|偷走; reading about|reads about|在读关于; dreaming of|dreams of|梦见; talking to|talks to|对话的是; dancing with|dances with|共舞的是; wearing|wears|戴着; selling|sells|在卖; juggling|juggles|抛接着;
    touching|touches|碰到; biting|bites|咬住; photographing|photographs|在拍; balancing|balances|顶着; giving away|gives away|送出; burying|buries|埋下; teaching|teaches|在教; escaping from|escapes from|逃离; turning into|turns into|变成; playing with|plays with|玩着; cleaning|cleans|擦着""")
# Doing something on one's own.
DEEDS = pairs("""running|奔跑; sleeping|睡觉; dancing|跳舞; flying|飞行; swimming|游泳; reading a book|看书; cooking dinner|做晚饭; playing the guitar|弹吉他; waiting|等待; singing|唱歌; working|工作; drinking tea|喝茶; falling|坠落; laughing|大笑; crying|哭泣; looking back|回头看; having a picnic|野餐; meditating|打坐""")
PLACES = pairs("""in a crowded street at night|在夜晚拥挤的街道上; on a sandy beach|在沙滩上; in a dark forest|在黑暗的森林里; in front of a castle|在城堡前; in a small kitchen|在小厨房里; under a starry sky|在星空下; on the roof of a tall building|在高楼的屋顶上; in a busy market|在热闹的市场里;
    at the edge of a cliff|在悬崖边; on a snowy mountain|在雪山上; inside an old library|在老图书馆里; in a flooded city|在被水淹没的城市里; at a train station|在火车站; in outer space|在太空中; on a bridge in the fog|在雾中的桥上; next to a swimming pool|在泳池边; in a messy bedroom|在凌乱的卧室里; in a field of flowers|在花田里;
    on a wooden pier|在木码头上; in a laboratory full of screens|在满是屏幕的实验室里; at a long dinner table|在长餐桌旁; in the rain|在雨中; during a thunderstorm|在雷雨中; in a ruined temple|在废弃的寺庙里; under the sea|在海底; in an empty parking lot|在空停车场里; by the window|在窗边; at sunset|在夕阳下;
    on a stage with spotlights|在聚光灯下的舞台上; in a narrow alley|在狭窄的小巷里; in a classroom|在教室里; on the deck of a ship|在船甲板上; in a greenhouse|在温室里; beside a campfire|在篝火旁""")
OPTICS = pairs("""with its reflection in the water|水中映出它的倒影; seen from above|俯视视角; casting a long shadow on the wall|在墙上投下长长的影子; in a mirror|在镜子中的样子; seen through a keyhole|透过钥匙孔看到的; reflected in a puddle|倒映在水坑里; from a low angle|低角度仰拍; in cross-section|剖面图;
    seen from behind|从背后看; with a blurred background and another in focus|背景虚化，另一个清晰; lit from below|从下方打光; through a rainy window|透过雨窗; with two shadows|有两个影子; in one-point perspective|一点透视; half in light, half in shade|一半在光里一半在阴影里; from a bird's eye view|鸟瞰视角""")
LOOKS = pairs("""cinematic lighting|电影感光线; warm colours|暖色调; shallow depth of field|浅景深; soft morning mist|柔和的晨雾; wide shot|广角镜头; dramatic sky|戏剧性的天空; highly detailed|细节丰富; film grain|胶片质感; the mood is calm|氛围宁静; in the style of a fairy tale|童话风格; 8k, unreal engine|8K，虚幻引擎;
    trending on artstation|画站热门; muted palette|低饱和色调; the whole picture feels dreamlike|整个画面如梦似幻; volumetric fog|体积雾; golden hour|黄金时刻; high contrast|高对比度; realistic photography|写实摄影""")
# What one thing may have about it without being two.
PARTS = pairs("""with a smile|带着微笑; with big eyes|大眼睛; with rounded corners|圆角; with thick lines|粗线条; with long ears|长耳朵; with a wooden finish|木质表面; with soft shading|柔和阴影; with a glossy surface|光亮表面; with sharp edges|边缘锐利; with spikes|带刺;
    with a striped surface|条纹表面; in side view|侧面; from the front|正面; with open wings|张开翅膀; with a long tail|长尾巴; in a simple shape|简单形状; with a handle|带把手; with a bit of texture|有点纹理; with a warm tone|暖色调; in one colour|单色; with a vintage feel|有年代感; in bright light|明亮光线; with golden trim|金边;
    in the middle|居中; with lots of space around it|周围留白; in a calm mood|氛围平静; with clear contours|轮廓清楚; in miniature|迷你; in full|完整的; of high detail|细节丰富; in close-up|特写; with a matte texture|磨砂质地""")
