"""What is major whatever its scale: somebody hurt or in danger, homes flooded (R3.1.2).

A danger is told by a thing and what became of it, not by whole phrases. What is feared, denied,
long past or mended is not there: that is judged within the clause that tells it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.reading.late import late
from bot.domain.reading.quick import compiled
from bot.domain.reading.spots import JUDGED

_N = r"[\d一二三四五六七八九十几两多]"
#: something hit, pressed or cut somebody
_BODY = (
    r"砸(?:我|俺|他|她|老|孩|人|娃)[^,。;!?\s]{0,5}(?:脚|头|手|腿|腰|肩)|"
    r"(?:脸|脚|腿|胳膊|后背|手背)(?:都|全|给)?烫[了伤起破坏]|"
    r"往医院[送拉抬]|(?:砸|压)在[^,。;!?\s]{0,5}?(?:头|脸|手|胳膊|脚|腿|腰|身)上?|(?:砸|压|夹|扎|割|磕|碰|撞|刮|戳|挤|扭|闪|刺|崩|划)[了到着中住伤破坏肿青]{1,2}[^,。;!?\s]{0,4}?"
    r"(?:(?<![接堵弯管片龙笼嘴两一])头(?![子顶儿])|脑袋|额头|脸(?!盆)|眼睛|手(?![续机套柄轮动工电边头里])|胳膊|"
    r"脚(?![手垫架踏线])|腿|腰|膝盖|肩膀|后背)"
)
#: a person is hurt, or was about to be
_HURT = (
    r"烫了?(?:半(?:边|个)身|身子|肚子|后背|前胸|大腿|屁股)|烫(?:伤|着|到(?!手$)|起(?!皮)|红|掉皮|坏了?(?:手|脚|腿|脸|孩子|人)|了(?:手|脚|腿|脸|胳膊|"
    r"孩子|一下|个|一片|我|人))|"
    r"烫[出起成得][^,。;!?\s]{0,5}(?:泡(?!沫|茶|面)|疤)|" + _BODY + r"|"
    r"(?<![墙皮面上漆灰顶])起了?.{0,3}[水大燎]?泡(?<!肥皂泡)|(?:[把被让叫]|[热开滚的]水)[^,。;!?\n]{0,8}烫了|"
    r"(?<![杯碗盘瓶盆机])(?<![杯盘瓶盆]子)摔(?:伤|断|破|得|了(?!门|笔|电话|手机|杯|东西)|倒|下去|跤)|滑(?:[倒翻]|了?一?跤|摔)|(?:三轮|车)[^,。;!?\s]{0,3}翻(?:了|倒|在)|[爬站]不起来|[坐躺]在?地上(?:了|起不来|不动|动不了|哭)|绊倒|"
    r"差点\S{0,3}(?:进去|摔|踩|掉)|(?<!地板)(?<!家具)(?<!墙面)(?:磕|碰|划|砸|撞|崩|炸|刮)(?:破(?!裂)|伤|了头|到人|着人|了人|掉牙)|"
    r"砸[到着中坏扁]了?(?=.{0,4}(?:人|孩|车(?!库|间)|头|脚|腿|邻))|砸了[一两三几好]{0,2}[辆台个]?(?:车(?!库|间)|人)|"
    r"(?<![让叫被给])(?<![让叫被给].)(?:孩|人|娘|爷|妈|车|生|童|(?<![榔锤石木])头)(?:(?![把将])\S){0,4}(?:被|让)?砸|崴[着到]了?|崴了?脚|骨折(?!刚|出院|术后|手术|后|还没好|没好|在床|卧床|了?躺|的老)|跌(?:入|进|落|倒|伤)|擦伤|蹭破皮?|骨裂|(?:受|有人|人员|"
    r"打)伤(?!害)|伤了?(?:人|者)|流血|"
    r"(?<![脑胃肠底内])出了?血|见血|缝了?.{0,2}针|(?:送|拉|去|进).{0,3}(?:急诊|抢救|抢救室)|送医|救护车(?!都?[进过])|"
    r"(?:打|叫|拨|让|被|等)了?120(?!热线)|120(?:拉|来|急|救|送|都|已|也|接|抬)|(?<!气)晕(?:倒|过去|了)|昏(?:倒|"
    r"迷|过去)|中毒|头[晕疼痛].{0,4}(?:恶心|想吐)|恶心.{0,4}头[晕疼痛]|熏得[人我俺]?(?:头[疼晕昏]|恶心|想吐)|"
    r"(?:喷|溅|滋|呲|嗞|浇|崩)[^,。;!?\n]{0,3}[到在了][^,。;!?\n]{0,6}(?:脸|身上|手|头|腿|胳膊)|"
    r"(?:喷|溅|滋|呲|嗞|浇|崩|烫)了[^,。;!?\s]{0,6}[一满][身脸手腿](?!水)|"
    r"(?<=[,。;!?\s])(?:已经|刚)?去医院|触电|电[着到麻](?!话|视|脑)|电了一下|麻了一下|麻手|一麻一麻|麻酥|"
    r"被电(?![话梯])|(?:踩|踏|骑|开|滚|陷|掉)(?:进|空|到)\S{0,3}(?:去|井|沟|坑|里)|"
    r"喊救命|掉[下进]去了?[一两]?个?人|掉下\S{0,2}[井沟坑]|"
    r"(?:踩|差点\S{0,2}|险些\S{0,2})(?:空|塌|掉|陷|摔)|掉(?:沟|坑|井)|[人孩]子?掉|陷(?:进|下|落|车)"
)
#: gas, electricity, fire, what gives way or stands open
_DANGER = (
    r"煤气(?:味|漏|泄|中毒)|电笔[^,。;!?]{0,6}亮|手[都也]?发麻|(?:燃气|天然气|煤烟|瓦斯)(?:管(?:道|子|线)?)?(?:味|漏|泄)|臭鸡蛋|一氧化碳|CO(?:报警|"
    r"超标|浓度)|"
    r"挖[断破漏穿][^,。;!?\s]{0,4}(?:燃气|煤气|天然气)|(?:燃气|煤气|天然气)管[^,。;!?\s]{0,4}[挖碰刨][断破漏穿]|"
    r"漏煤气|有煤气(?![灶费公表罐炉本管])|闻[着到]\S{0,3}煤气|漏电|(?<!自)带电(?![话梯暖褥毯热炉视动])|打火(?!机)|火花|火星|电弧|(?<!系统)(?<!水力)(?<!管[路网道])(?<!循环)短路|(?:配?电[箱柜表井盘]|电闸|插座|开关|"
    r"电线|强电井|变压器)[^,。;!?\s]{0,6}(?:进水|泡|淹|灌|冒烟|湿|水)|"
    r"(?:流|淌|滴|漏|喷|溅|灌|进|滋|呲|嗞|漫)[到进在向着入]?了?\S{0,3}(?:配?电[箱柜表井盘]|配电[间室房]|电闸|"
    r"插座|插排|电线|强电井)|"
    r"火光(?!灯)|砰的?一声[^。;!?\n]{0,16}?(?:震|炸|碎|火)|火苗|疏散(?!通道)|着火|起火|失火|着了火|把(?!炉|灶|火|锅|蜡|烟)[^,。;!?\s]{1,6}?(?:点|烧|引|燎)着了|爆炸|(?:冒|起|有)(?:了|着|出)?(?:黑|浓|青)?烟(?![花囱雾似没吗不])|焦糊|"
    r"糊味|烧焦|"
    r"(?<!支[架墩座])(?:塌|陷)(?:了|方|下|进|个|出|得|成|陷|落|了)|[下沉凹]陷|(?:路面|人行道|马路|便道)[^,。;!?\s]{0,4}空了|大的(?:坑|洞|窟窿)|(?:大|深)(?:洞|坑|窟窿|豁口)|露(?:着|了|"
    r"出)?[^,。;!?\n]{0,3}(?:洞|窟窿)|鼓起一?个?大?包|"
    r"(?:井盖|铁盖|[地管]?沟盖|(?<![箱器])盖板|(?<![箱器阀表锅炉泵缸])(?<![箱器阀表锅炉泵缸]的)盖子|篦子|箅子|井口|检查井|阀门井|[供暖热]井|井(?=[没无缺少]了?个?盖))(?:(?![没未](?:有|被|人)?[丢偷破碎裂翻塌陷断缺飞])[^,。;!?\s]){0,8}?(?:[无缺少]了?个?盖|没(?:了|有盖|"
    r"盖|人盖)|没了?$|不见|丢|偷|[卸搬拿抬]走|[拉挪弄推铲刨顶冲撞拖扛捡收飞]走|飞|缺失|缺了(?!个?[一小]?[角块])|破|碎|裂|翻|敞|倾|张口|下沉|悬空|开着|打开|掀|断|塌|陷|翘|移位|歪|[只就]剩)|"
    r"(?:没了?|无|缺|少|丢了?|掀|敞|开着)(?:个|了)?(?:井盖|盖板)|井\s(?:没|无|缺|少)了?(?:有|个)?盖|"
    # what hangs over people, what fell from there
    r"(?:保温|铁皮|铝皮|外皮|外壳|支架|吊架|管[子道托卡]?|瓦)[^。;!?\n]{0,8}?(?:掉|落|砸|脱|飞|崩)下来?[^。;!?\n]{0,12}?(?<!没)(?<!没有)砸|"
    r"(?:支[架墩]|[托吊]架)[都全也又]?倒|[挂搭][在到][^,。;!?\s]{0,3}(?:高压|电)线|"
    r"(?:架空|过街|跨[线路街河]|高架|高空)[^。;!?]{0,24}?(?:支[架墩]|[托吊]架|管托|管卡|管道?)[^。;!?]{0,10}?"
    r"(?:歪|断|倒|斜|脱|掉|悬|塌|开焊|耷拉|下垂)[^。;!?]{0,30}?(?:底下|下[面方边头])[^。;!?]{0,8}?(?:人|路|道|车|站|摊|孩|学生|市场)|"
    r"(?:人行道|马路|校门口?|公交站|路口|市场)(?:上[方面头空]|正上方|顶上)[^。;!?]{0,16}?(?:支[架墩]|[托吊]架|管)[^,。;!?]{0,6}?(?:歪|断|倒|斜|脱|悬|塌|耷拉|下垂)|"
    r"热水[^,。;!?\s]{0,3}(?:满街|满马路)|"
    r"(?:水柱|气柱|汽柱)|(?:喷|蹿|窜|呲|嗞|滋|冲|冒)\S{0,5}"
    + _N
    + r"{1,2}(?:多|来)?(?:米|层楼|人)|[米层]高的?[热水蒸汽]|能见度|"
    r"(?:人|车|路|道|对面|红绿灯|白[汽气雾茫花蒙]{1,2}(?:啥|什么))[都也][看瞧瞅]不[见清]|(?:喷|冒|蹿|窜|滋|呲|跑|[全都]是)[^,。;!?\s]{0,3}[汽气](?![表费管阀])[^。;!?]{0,14}不敢(?:过|进|走|出|靠|下楼|开门)|随时(?:可能|都?会|"
    r"要)?[^,。;!?\n]{0,4}(?:砸|塌|掉|倒|落|炸)|摇摇欲坠|[看瞧瞅]不[见清着](?:对面|前[面头边]|[红信]号?[绿灯]|道|马路|东西|路|车|人(?![影来我就可也修管])(?<![来去天家就也还老总是午候]...人))|"
    r"(?:路面|马路|沥青|柏油|便道|人行道|街面|花[坛池]|地砖|井盖|(?<=[路街口])地面)[^,。;!?\s]{0,4}(?:鼓|拱|隆起)|(?:路面|马路|沥青|柏油|便道|人行道|街面|[路街地]砖)[^,。;!?\s]{0,6}(?:下沉|往下[沉陷掉塌]|沉下去|悬空|掏空)"
)
_HAZARD = JUDGED.pattern(_HURT + "|" + _DANGER)
#: said right before it, or right after
_DENIED = late(
    r"(?:没|未|无|不|不是|没有|没人|别|暂无|未见|无人员?|不会|不算|少(?<!至少)(?<!不少)|烟囱[^,。;!?\s]{0,4})(?:有|被|把|造成|发生|闻到|"
    r"到|什么|人|人员|员)?[^,。;!?\s]{0,3}$"
)
_DENIED_AFTER = late(
    r"^过一?[回次]|^(?:浓度|报警仪|报警器|检测仪|读数)*[为是:]?[0零](?![.\d])|^[^。;!?]{0,8}还能盖|^[^。;!?]{0,3}(?:还|目前|暂时)没(?:有)?(?:塌|陷|掉|伤)|^了?(?:一?[条道])小?缝|^[^,。;!?\s]{0,4}(?:的?风险|的?隐患|(?:怎么|咋)(?:办|整|弄)|谁来?负责|吗|么|演练|知识|警示|倒没|倒是没)"
)
_UNREAL = late(
    r"差一?点[^,。;!?\s]{0,3}$|怕|担心|万一|如果|假如|要是|会不会|是不是|以防|免得|省得|听说|防止|避免|电视上|外地|严防|预防|别等|"
    r"真要|要真|哪天|一旦|真出事|小心|当心|(?<!调度)(?<!各站)(?<!大家)注意|谨防|隐患|容易|"
    r"(?:再|早晚|迟早|快|都|像)要|去年|前年|上[次回](?!刚?[补修焊换]的)|以前|往年|前几年|上个?(?:采暖|供暖)[季期]|年前|前些年"
)
#: what is merely warm, steam and not smoke, and the like
_HARMLESS = late(
    r"烫手|嗓子|白烟|冒烟\(?白|炊烟|抽烟|吸烟|烟火|叼着烟|(?<!路面)(?<!路面已经)鼓包|有点歪|电话"
)
#: what a hot room does, what a sound is like, what a leak brings down
_MILDER = late(
    r"鼻[^,。;!?\s]{0,6}?[流出]了?血|火(?:疖|疮|泡)|(?:锤|榔头|棍|棒|锹|斧)子?[^,。;!?\s]{0,2}砸|"
    r"(?<!好)像(?!是)[^,。;!?\s]{0,6}(?:爆炸|着火)|"
    r"(?:墙[皮纸布]|吊顶|顶棚|棚顶|石膏板)[^,。;!?\s]{0,6}[塌陷]"
)
#: so far ahead of it its words begin
_NEAR = 8
_NOW = late(r"(?<![怕心会])又$|这[次回]|现在|已经|刚才|还[在冒漏]|正在|昨|今")

_CLAUSE_END = late(r"[,。;!?\n]")


#: what stands farther before says nothing of it, whatever a message has for punctuation
_CLAUSE = 100


def clause_start(text: str, at: int) -> int:
    """Where the clause begins that this is in."""
    first = max(0, at - _CLAUSE)
    return max(first, max(text.rfind(mark, first, at) for mark in ",。;!?\n") + 1)


def is_real(text: str, match: re.Match[str]) -> bool:
    """Whether what was found is told as there: not denied, feared or long past."""
    before = text[clause_start(text, match.start()) : match.start()]
    if _DENIED.search(before) or _DENIED_AFTER.match(text[match.end() : match.end() + 8]):
        return False
    unreal = _UNREAL.search(before)
    return unreal is None or bool(_NOW.search(before, unreal.end()))


def hazard(text: str) -> str | None:
    """The words that tell of somebody hurt or in danger, now."""
    match = find(text)
    return match[0] if match and not is_over(text) else None


@lru_cache(maxsize=8)
def find(text: str) -> re.Match[str] | None:
    """Where it is told, mended since or not. Kind, severity and weight all ask of one text."""
    for match in _HAZARD.finditer(text):
        if not _HARMLESS.search(text, max(0, match.start() - 2), match.end() + 1) and not (
            _is_milder(text, match) or not is_real(text, match) or _is_safe(text, match)
        ):
            return match
    return None


_NO_HARM = late(r"没(?:有)?(?:着火|起火|失火)[^。!?]{0,4}没(?:有)?伤")


def is_denied(text: str) -> bool:
    """Whether it is said outright that nothing burnt and nobody was hurt, or the pit is covered."""
    return _NO_HARM.search(text) is not None or _COVERED.search(text) is not None


_COVERED = late(r"盖(?:子)?(?:完[好整]|还在|都在)|还能盖")
_NO_FIRE = late(r"没(?:有)?(?:着火|起火|失火|见火|明火)")


def _is_safe(text: str, match: re.Match[str]) -> bool:
    """Whether what smoked was no fire, or the pit is covered all the same."""
    covered = ("井" in match[0] or "盖" in match[0]) and _COVERED.search(text)
    return bool(covered or (match[0][-1] in "火烟" and _NO_FIRE.search(text, match.end())))


def _is_milder(text: str, match: re.Match[str]) -> bool:
    around = _MILDER.finditer(text, max(0, match.start() - _NEAR), match.end() + 1)
    return any(milder.end() > match.start() for milder in around)


#: how high water stands in a home
_AS_HIGH = r"[到漫没齐过]了?(?:床|膝|大腿|小腿|腰|门槛|沙发|炕)"
_BURST = JUDGED.pattern(
    rf"水(?<!积水)[都已经快]{{0,2}}{_AS_HIGH}|家(?<=[几三四五六七八九十]家)[都全]?淹了|"
    r"户(?<=[几三四五六七八九十]户)[都全]?淹了|舀水|往外舀|爆(?!满|料|发|炸)|炸|喷|呲|嗞|滋(?!润|扰)|"
    r"蹿|窜|涌|崩(?!溃)|断(?:裂|了|开|掉)|裂(?:了|开|\s|,|"
    r"口|个)|跑水|发水|发大水|哗|灌|翻水|往外翻|返[上水出]|瀑布|破裂|冲[开掉出下]|决口|"
    r"蹦[出掉飞]|脱[落开]|飞了|掉了|拧[断掉]|撞[断坏]|砸[断坏]|碰[断掉]|拧坏|凿[断穿]|"
    r"钻[破穿透]|打[穿透]|泄水|喷泉|瀑布|(?:冒|流|淌)(?:出)?(?:的)?(?:大|好多|"
    r"全是)?[热滚开]?水|大量|止不住|还没停|一直流|关不住|堵不住|往外[流淌灌]|坏(?<!泡坏)(?<!湿坏)"
)
_HOMES = (
    r"(?:屋|家(?!暖气片)|客厅|卧室|厨房|房间|地板|楼下|[一二三四五六七八九十\d]{1,2}[楼层]|"
    r"邻居|走廊|楼道|电梯|车库|地下室|店|仓库|棚顶|天花板|吊顶|床|沙发|教室|病房|车间|(?<!\s)院子?)"
)
_FLOOD = compiled(
    rf"水[都已经快]{{0,2}}{_AS_HIGH}|"
    rf"(?:流|淌|冲(?!着)|喷|灌|呲|嗞|窜|滋|漫|涌|泻|哗)(?!到\s?\d\d\D)(?:到|进|向|得|满|了|入|下|"
    rf"往)?了?[^,。;!?\n]{{0,5}}{_HOMES}|(?:喷|滋|呲|嗞|溅|浇)[得了到]?[^,。;!?\n]{{0,2}}[一满]墙|"
    r"(?:电视|电脑|冰箱|洗衣机|电动车|家具|沙发|床|被褥|衣柜)[^,。;!?\n]{0,4}浇|"
    r"(?:满|一|全|整)(?:个)?(?:屋|家|地|室|厅|楼道|层|单元|房)(?:子|里|间|内)?(?:都是|全是|的|"
    r"都)?[^,。;!?\n]{0,3}(?<![回供进补])水|"
    r"水从(?:炕|床|门|窗|[堂正里]屋|屋|家|厨房|卧室|楼道)[^,。;!?\n]{0,4}往外|[水汤][^,。;!?\n]{0,2}满(?:屋|地|客厅)|水漫|漫[到过了进出上开]|淹(?!没)|[没齐到过](?:过|到|了)?(?:脚(?:脖|踝|面|背)?|鞋[面帮底]|脖|膝|"
    r"小腿|踢脚线|床[腿沿]|桌腿|车轱辘|车轮|轮胎)|(?:膝盖|脚[面脖踝])[^,。;!?\s]{0,2}深|漏透|湿透(?<!毛巾湿透)(?<!抹布湿透)(?<!毛巾.湿透)(?<!抹布.湿透)|"
    r"(?:灯口|灯池|灯座|扶梯|电梯[井坑])[^,。;!?\n]{0,4}[流灌淌浇喷]|"
    r"泡(?:了(?!个|一下|脚|茶|面|[一两几半]?[袋箱包盒双本件])|着|坏|透|汤|在|烂|起来|水里)|进水(?!管|口|阀|端|侧|温|压|"
    r"那)|[灌进](?:满|了)[^,。;!?\n]{0,4}水|成了?(?:河|池|海|水帘|游泳池|小河|泳池)|"
    r"(?:天花板?|[棚房屋]顶|顶棚|吊顶|楼下)[^,。;!?\n]{0,4}下(?:起了?|开了?)?雨|水帘洞|(?:顶棚|天花板|棚顶|房顶)[^,。;!?\n]{0,4}[下淌流喷浇][^,。;!?\n]{0,2}(?:水|哗)|游泳池|划船|养鱼|水深|[厅室屋]积水|积水|[0-9]{1,3}(?:厘米|公分|cm)|(?:好?几|"
    r"[0-9两三四五六七八九十]{1,2})(?:家|户)[^,。;!?\n]{0,6}(?:漏|湿|水|淹|泡)|"
    r"楼下[^,。;!?\n]{0,12}?往下[流淌]|楼下[^,。;!?\n]{0,6}(?:淹|泡|进水|也漏|都漏|全漏|也湿|也遭|遭殃)|往外舀|舀水|"
    r"家具(?=[^,。]{0,4}[泡湿漂淹])|漂(?:起|着|了)|(?:屋|家|地板?|店|室|厅|"
    r"床)[^,。;!?\n]{0,4}(?:全|都)是[热滚开脏]?水"
)
#: it came slowly or was stopped at once
_MILD = late(
    r"来人关了|才有人来关|关了阀|没泡|没淹|慢|渗|一滴|滴水|滴答|有点|不大|洇|泡脚|"
    r"怕(?:泡|淹)|别(?:泡|淹)|绿化带|草坪|离(?:住家|居民|住户)"
)


#: somebody looked, and it was little
_LITTLE = late(r"我看了?[^。!?]{0,4}(?:也就|没多少|不多|不大)|也就[^,。;!?\s]{0,6}水")


def flood(text: str) -> str | None:
    """The words that tell of a burst or jet that floods homes."""
    if (
        is_over(text)
        or _LITTLE.search(text)
        or not any(is_real(text, burst) for burst in _BURST.finditer(text))
    ):
        return None
    stopped = _STOPPED.search(text) is not None
    jet = _JET.search(text)
    for match in _FLOOD.finditer(text):
        if not _DEEP.search(match[0]) and (stopped or (_SLOW.search(text) and not jet)):
            continue
        if _WEATHER.search(text, clause_start(text, match.start()), match.end()):
            continue
        if _ONE_PIECE.search(text, max(0, match.start() - 5), match.end()) and not jet:
            continue
        if is_real(text, match) and not _MILD.search(text, max(0, match.start() - 6), match.end()):
            return match[0]
    return None


_SLOW = late(r"渗|滴|洇|慢|小水|细水|水线细|细流")
_JET = late(r"爆|炸|喷(?!细)|呲(?!小|细)|滋(?!小|细|润)|涌|灌|崩|瀑布|哗|冲|跑水|决口|窜|止不住|断")
_DEEP = late(rf"{_AS_HIGH}|[厅室屋]积水|没过|淹|漫|满|一屋|灌|成河|齐|水深|厘米|公分|下雨|遭殃")
_STOPPED = late(r"来人关了|才有人来关|已[^,。;!?\s]{0,4}关|关了阀|关得快|没泡|没进屋")
#: what stood below it, where nothing spurts
_ONE_PIECE = late(r"(?:[橱鞋衣]柜|地[板毯]|墙[纸皮])[^,。;!?\s]{0,3}泡")
_WEATHER = late(
    r"[雨泥雪污]水|(?<!像)(?<!跟)(?<![棚顶板都]..)(?<![棚顶板都].)(?<![棚顶板都])下雨|雨天"
)


_OVER = JUDGED.pattern(
    r"已经?(?:修好|恢复|抢修(?:完|结束|好)|处理(?:完|好)|换好|堵[住好]|焊好)|修好了(?!又)|已?扑灭(?![^。;!?]{0,12}停)|"
    r"后来(?:就|都|也)?恢复|又热了(?!.{0,8}[又停])|抢修(?:完|结束)|恢复(?:供[热暖]|正常)了"
)
_STILL = late(r"又|还(?:在|是|没|冒|漏)|仍|至今|现在(?![^,。;!?]{0,6}(?:说|让|问|找|就问|要))")


def is_over(text: str) -> bool:
    """Whether it is told as mended, and nothing as going on."""
    over = _OVER.search(text)
    if over is None:
        return is_paid_for(text)
    return not _STILL.search(text) or (
        _LONG_AGO.search(text, 0, over.start()) is not None and not ANEW.search(text)
    )


_DRY = late(
    r"水(?:早就?|已经?|也|是|都|倒是?|现在|当[天时])*(?:停了|止住|不[流漏喷])|"
    r"(?:现在|如今|目前)[^,。;!?\n]{0,6}?(?:(?<!不)能?热了|不[漏流]了?|好了|正常了?)|"
    r"换好了?(?<!没换好)(?<!没换好了)|修(?<![没要能]修)[好了](?!半|好|几|又)"
)
_WHO_PAYS = late(
    r"(?:[谁咋]|怎么|如何|能不能|给不给)[^,。;!?\n]{0,6}?[赔担]|"
    r"(?:问|说|谈|解决)[^,。;!?\n]{0,6}?赔|赔不赔|[泡淹湿][^,。;!?\n]{0,8}(?:找谁|谁管|谁负责)"
)
#: `现在他要的是赔地板钱`
_NOW_PAID = late(r"(?:现在|如今|这会儿?|就)[他她]?们?(?:家)?(?:要|想要?|问)[^,。;!?\n]{0,6}赔")
_JUST_NOW = late(r"刚[才刚]?|今[早天晚]|昨[晚夜]|半夜|凌晨|正在")


def is_paid_for(text: str) -> bool:
    """Whether it has stopped some time ago and only the damage is asked about."""
    if _NOW_PAID.search(text) is not None and _DRY.search(text) is not None:
        return True
    return (
        _WHO_PAYS.search(text) is not None
        and _DRY.search(text) is not None
        and _JUST_NOW.search(text) is None
    )


#: of a time gone by, what is still told is something else
_LONG_AGO = late(r"上个?月|上[周礼]|去年|前[些几]天|前天|前阵|\d月")
ANEW = late(r"又|再次|仍|还(?:在|是)?(?:漏|冒|喷|淌|停|没修)")
