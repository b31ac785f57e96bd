"""Whether words complain, and of what: quality, facility, service or other (R3.1.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.reading.quick import compiled

# What makes a message none of a user's concern (no complaint), strongest first.
_NONE = compiled(
    r"锦旗|提表扬|记一功|特意来说声谢|说声谢|非常感谢|表示感谢|表扬|撤销诉求|已经?恢复(?:正常)?,?可以关|可以关单|不用来了|例会|值班表|"
    r"培训(?<!好好培训)(?<!加强培训)|话术背|演练|小常识|温馨提示|气象台|调度令|回令|库房领|聚餐|调班|换一下|腾讯会议|投诉率|群文件|二手|批发|自提|"
    r"货到付款|加微信|微同|全市上门|不热不收费|优惠|"
    r"[通公因][知告]?\S{0,24}(?:检修|施工|改造|维护|碰口|切改)[^。]{0,50}(?:停热|停暖|停供|停水|影响)(?!了)|供热知识|常识|"
    r"标准为|天气预报|\d{1,6}件.{0,8}\d{1,6}件|招聘|安全(?:提示|培训|知识|教育)|请勿靠近|小[贴帖]士|没(?:有)?意见|[看搞弄]错了|误会|单子?销了?|销单|谢谢(?:你们)?上门|感谢(?!.{0,40}[?])(?=.{0,60}(?:高兴|暖和|热乎|放心)了?[。!]?$)|考考|不用(?:派单?|去了|管了|来人了)|先不派|"
    r"感谢.{0,12}(?:及时|处理|解决|帮)|[非很十][常分]?满意|系统.{0,4}(?:卡|崩)|信息科|宣传科|(?<!找)(?<!有)记者(?!曝光)|值守$|各单位|路滑|巡检完毕|无跑冒|"
    r"运行正常|查明|抢回来|收到工单|已要求|有没有人(?:反映|报)|没有吧|各站(?:配合|注意)|停[电水]检修|烫伤膏|"
    r"(?:不热|漏水|咨询|报修|投诉)\s?\d+\D{1,3}(?:不热|漏水|咨询|报修|投诉|其他)\s?\d+|别传谣|是假的|同比|环比|总投诉量|运行平稳|无(?:爆管|停热|重大)|防寒保暖|道谢|致谢|来道?谢|技术真好|谁负责|"
    r"谁在(?!家)|[仓库][库房].{0,6}(?:还有|有没有|没有)|分钟恢复|不要钱.{0,3}谢谢|"
    r"[真特非挺][别常]?(?:好|及时|快|麻利|负责|热心).{0,12}(?:谢谢|感谢|点赞)|招人|堵门口|注意监视|加强巡检|加强监视|已提(?:泵频|温)|"
    r"无需(?:派单|上门)|没事了|假消息|谣言|误报|"
    r"(?:和|跟|与)(?:暖气|咱们?|我们|供热|热力)(?:没|无)(?:关系?|有关系)|管[网道]冲洗.{0,20}停|"
    r"请(?:大家|各位|业主|住户|居民|用户)?(?:知悉|周知|查收|互相转告|相互转告)|感谢信|[专承上][业接门](?:疏通|清洗|改造|安装|维修)|"
    r"打孔(?!打)|(?:于|在).{0,6}(?:月底|前)完成.{0,12}(?:走访|填报|上报|报送)|关于(?:开展|做好|印发|加强)|敬请(?:谅解|理解)|"
    r"不用回访|退费到账|单子先|点个?赞|请(?:广大|各位)?用户(?:做好|谅解|提前|周知)|演[习练]|应急拉练|"
    r"[计定将拟][划于].{0,30}(?:检修|停热|停水|施工|升压|注水|打压)|抢修(?:结束|完毕|已完成)|已全部恢复|均达标|无异常|人员撤场|无其他诉求|"
    r"评价“?满意"
)
#: colleagues ask each other which one
_WHICH = re.compile(r"^\S{0,8}那(?:户|家|单|个单)\S{0,10}[吗?]$")
_DONE = compiled(
    r"已经?热(?:了|乎)|已经?修好|[已都](?<!没[已都])经?(?:解决|处理|恢复)[好完]?(?:了|正常|$)|已恢复|已处理|修好了|"
    r"[洗换修弄放][完好]?了?就好了|弄好了(?<!没弄好了)|已放气|用户(?:撤了|满意|确认)|,满意|放完气了|测温2\d|"
    r"[已都全刚均][经部]?(?:处理|解决|恢复|修|焊|换|更换|抢修|堵|关|排|清理)(?:好|完|毕|妥|上)|全部恢复|"
    r"恢复(?<![快时日上请想要望能会没未办需][恢]复)(?:正常|供[热暖])(?!时间)|于.{1,8}(?:修复|恢复)|表示满意(?<!不表示满意)|"
    r"满意(?<![不很]满意)$|不漏了(?!但|,但|可)|不滴了|已(?:经)?(?:回复|答复|告知)(?:了)?(?:用户|市民|业主)?(?=$|[\s,。])|"
    r"化验.{0,4}合格|(?<![要请快没不])[收结]单(?:吧|了)?$|已向\S{0,5}(?:解释|说明)|(?:诉求人|用户|市民)(?:表示)?(?:认可|理解)|已送电|全部?启(?:动|起来)|[又现后已][说在来经]又?(?:热|还行|好)了|热乎了(?<![不没]热乎了)|说(?:还行|热了|好了|不漏了)|关完阀|已开启|"
    r"正在(?:升温|清(?!楚))|没人伤"
)
_STILL = compiled(
    r"不认可|还是|无效|没用|没效果|没有?改善|没好|不见好|未解决|没解决|没修好|仍|又[漏凉不停没坏跳堵返]|至今|不满意|再次|可是|但是|但(?!愿)|照样|道歉|赔|"
    r"怎么退|什么时候|赶紧|还没(?!影响)|现在(?:还|又|变成|不)|变成|又不|就走了|未好转|投诉|没给|就是(?!不)|不然"
)
_DUTY = compiled(
    r"^(?:收到|好的|明白|马上|哈哈|谢谢|@)|(?:办完没|复测了没|到了没|谁的单|几单|白班|夜班|食堂|"
    r"吃饭)|(?:配件|钥匙|工具|单子).{0,4}[放搁]|(?:让|叫)(?:用户)?先|发错群|真的假的|辛苦了|预约:|"
    r"^(?:那|哪|谁|\d+度的那).{0,14}(?:吗|呢|哪|谁|没)[?]?$|(?:是)?多少来着|"
    r"(?:准备|正在)切|通报一下|汇报|各站|各所|各班|入户\d+户|合格\d+户"
)

_WARMTH = re.compile(r"[暖热冷凉温度]")
# What was answered before is no part of what is wanted now.
_ANSWER = re.compile(r"【(?:既往|历史|上次|前次)?(?:答复|回复)】.*?(?:[”\"]|$)", re.S)
# A crew on its way says what it does there.
_CREW = re.compile(
    r"那[单户](?:是|已|没)|已经?把\S{0,8}了|^(?:已?到现场|已到|我到)|正在(?:更?换|修|焊|处理)(?!中)|更换完毕|检修完毕"
)
_FACILITY = compiled(
    r"往[上外]冒|水往[上外下]|白[烟气汽]|刺[开了漏]|呲开|泄压|水声(?<!没水声)|哗哗|压力.{0,4}[掉降低]|响(?!应|起)(?<![影音]响)|窜|(?:管|片|阀|包|头)\S{0,3}炸|进水|泵.{0,6}[泡淹]|机[组房].{0,6}[泡淹]|天然气|臭鸡蛋|"
    r"表.{0,3}(?:没字|黑屏)|咕噜|井盖|焊口|焊缝|卡死|掉(?:沟|坑|井)里|骨折|跑水|呲水|喷水|淌|往外(?:流|冒|涌|喷)|往下(?:流|淌|滴)|"
    r"流(?:到|进|出)|哐|咣|哗啦|当当响|敲锣|冒(?:着)?(?:白|热)?(?:烟|雾)|失压|压火|停运|跳机|跳炉|没电(?!话)|不显示|一氧化碳|打火|"
    r"(?:冻|锈|撑|撞|压|碰)(?:裂|坏|断|漏|破)|(?:管|阀|片|头|器|泵|表|箱|井)\S{0,3}(?:坏|破|裂|断|掉|松|堵|响)|"
    r"[漏渗滴喷呲滋返][水热汽气得了着的]|冒[水热汽气得着](?<!感冒.)|[漏渗](?=$|[\s,。;!?了])|暗漏|慢渗|漏点|滴答|渗水|洇|返水|积水|"
    r"溢流|结露|冷凝水|爆[管了裂开](?<!打爆.)|管.{0,3}爆|开裂|裂(?:了|开|缝|口)|断(?:裂|了|开)|砂眼|崩(?:了|开|裂)|喷出|"
    r"冒(?:热|白)?汽|冒热气|烫(?:到|伤|着|了)|脱落|掉了?(?:$|[,。])|冒黑烟|(?<!感)冒[大热白滚]{1,2}[气汽]|被[盗偷]|长毛|发霉|(?:墙|地板|顶棚|天花板)\S{0,3}(?:湿|潮)|(?:地沟|井)里(?:全|都|有|积|满)\S{0,3}水|(?:都|全)是[水汽]|(?:不走|走)字|被锯|"
    r"阀.{0,10}(?:坏|拧不动|打不开|关不上|关不严|锈死|渗|漏|失灵|卡)|拧不动|打不开(?!门)(?<![网P]打不开)|关不(?:上|严|住)|"
    r"盖板.{0,8}(?:丢|缺|翘|坏|破|没了|塌|松|响|不见)|塌(?:陷|了|方)|[泵炉站].{0,8}(?:跳|停|坏|灭|趴|烧|起不来|故障)|"
    r"机组.{0,8}(?:报警|跳|停|坏|灭|趴|烧|起不来|故障)|跳闸|跳了|停炉|停泵|停电|噪音|噪声|异响|嗡嗡|震动|振动|轰鸣|咚咚|哗哗|响得|吵得|"
    r"面板.{0,5}(?:不亮|坏|黑)|[热温显][表量控示]表?.{0,6}(?:故障|坏|不走|不亮|不显示|乱)|保温.{0,6}(?:掉|破|脱|没|坏)|"
    r"[锈腐老][蚀化]?(?:得|了|严重|穿|蚀)|(?:没|不)(?:水压|补水|循环水)|补不上水|补水也?补?不上|管.{0,6}(?:断|裂|破|挖|冻)|"
    r"接头.{0,4}(?:渗|漏|松)|挖断|暖气片.{0,6}(?:坏|裂|破|锈|堵头)|煤气|燃气味|触电|漏电|电着|截断|改道|[主立]管.{0,3}断|"
    r"换热站.{0,4}(?:又)?(?:跳|停|坏)|爆炸|漏|渗"
)
_NO_WATER = re.compile(r"没水压")
_LEAK_DENIED = re.compile(
    r"漏[风雨]|不是漏|没漏|不漏|查了没漏|未漏|没有漏|修完漏水|修好了?漏|漏水修好"
)
_QUALITY = compiled(
    r"不(?:太|怎么|咋|够|大|咋么)?(?:热|暖和|热乎|暖)(?!收)|[没无](?:有|来)?(?:热|暖|供暖|供热|热气|暖气)|冰凉|冰(?:冷|手)|"
    r"发凉|拔凉|凉(?:的|了|透|飕|$|[\s,。])|凉(?!快|菜|台|亭|皮|鞋|席|水澡|爽)|冰(?:窖|锅|块|一样)|时有时无|时断时续|断断续续|"
    r"停好几|恢复供[暖热]|没(?:有)?动静|动静(?:都|也)?没有?|供不供|水.{0,4}[红黄黑]得|出来的.{0,4}[红黄黑]得|[上挂结]霜|管[子道里].{0,4}只有|不循环|"
    r"热不上|不起温|[高低中]区停|半夜停|暖气.{0,6}停|(?:升|上|提)不(?:上|去|起)|哆嗦|羽绒服|暖气.{0,4}(?:没反应|没动静|不给力|罢工)|"
    r"不正常供|达不到|没达到|半拉热|烧得慌|燥热|冷|冻|(?:屋|室|温)里?.{0,4}\d+.{0,2}度|温度(?:不够|低|太低|上不|不达|不高|差)|室温|"
    r"低温|不达标|未达标|测温|温乎|太热|过热|热得|开着?窗|忽冷忽热|一会儿?热一会儿?[凉冷]|时热时|黑水|黄水|臭|异味|浑|酱油|泥汤|粉红|"
    r"水.{0,6}(?:发黑|发黄|变色|有味)|停(?:了)?(?:暖|热|供)|供暖(?:太)?差|没供(?:上|暖|热)|没送暖|没来暖|还没(?:来|送|供)|"
    r"半热|没人手热|暖气.{0,4}(?:不行|差)|没.{0,3}热乎|热(?:乎|气|乎气)没|"
    r"[Cc]old|[Nn]o heat|没热过|没好过|差远了|放不出气|"
    r"[调升]高|不如(?:去年|往年)|[又也都全]停了|温温|温吞|不烫手|锈味|放出来.{0,3}[黄黑红]|水.{0,4}(?:发)?[黄黑浑红](?:色|的|了)|"
    r"\d度|℃|温\d\d|没(?:有)?温度|供[热暖]不足|炕.{0,2}比暖|没痛快|楼\S{0,3}没过来|没热过来|比(?:昨|前|去|往|上)\S{1,4}(?:还)?[低冷凉]|墨汁|怪味|穿(?:着)?(?:貂|棉|大衣|皮袄)|裹(?:着)?(?:棉)?(?:被|毯)|伸不出|冰人|小太阳|电暖[器气]|电热毯|电褥子|求暖|(?:没|未)(?:接|开)通|不暖"
)
_SERVICE = compiled(
    r"爱[答搭理]不[理答搭]|爱(?:找谁|咋|怎么|等不|修不|来不)|差劲|傲慢|蛮横|顶撞|甩脸|没好气|凶|吼|嚷|阴阳怪气|"
    r"踢皮球|忽悠|走过场|造假|瞎写|叼着?烟|抽着?烟|好处费|红包|小费|私收|多收|排队|只开一个|话务员|"
    r"没人清|不封口|没封|乱扔|穿鞋进|没恢复|没填|哪来的24|已派单|态度|挂(?:了|断|我)?(?:电话)|撂(?:了|电话)|骂|推诿|推来推去|敷衍|不耐烦|弄虚作假|糊弄|放鸽子|翻白眼|不搭理|找不[着到]人|(?:没|不见)(?:个)?人影|踢来踢去|互相扯|玩手机|"
    r"打不通|没人接|占线|转不到人工|转人工|"
    r"道歉|赔礼|索要|乱收费|辛苦费|鞋套|把.{0,6}(?:划|弄脏|踩)|爽约|没来人|(?:约|"
    r"说).{0,12}(?:没来|不来|没到)|"
    r"没人(?:管|来|清理)|归谁管|等了?(?:[一两三]|半)天|什么时候来(?!暖|热)|我[要想]投诉$|无人(?:管|上门|受理)|到底来不来|拒绝(?:办理|受理)|抹灰|没给堵|没收拾|"
    r"回填|给填上|投诉(?:她|他|你们|这个人|客服|师傅)|消(?:的|了)?.{0,3}单子|素质"
)
_STRONG_SERVICE = compiled(
    r"不给(?:开?发?)票|不给就不|欺骗|骗人|有没有准话|安排到哪|赔.{0,10}没[给见兑]|什么服务|就挂|爱[答搭理]不[理答搭]|爱(?:找谁|咋|怎么|等不|修不)|服务.{0,4}(?:差|恶劣|不好)|傲慢|蛮横|甩脸|阴阳怪气|"
    r"叼着?烟|好处费|私收|乱收费|没人清|不封口|乱扔|穿鞋进屋|虚假办结|墙.{0,8}(?:洞|窟窿).{0,14}(?:没|不)|话务员|排队.{0,8}小时|态度(?:差|冷漠|不好|恶劣|生硬|太)|什么态度|道歉|赔礼|投诉(?:她|他|你们|这个人|客服)|我就投诉|"
    r"索要|接线员|转不到人工|糊弄|骂人|撂了|凿的洞|抹灰|拒绝办理|鞋套不|放鸽子|窟窿.{0,8}补|翻白眼|不搭理|玩手机"
)
_OTHER = compiled(
    r"退费|退款|退钱|退多少|怎么退|怎么[交缴]|如何[交缴办]|缴费|交(?:的|了|完)?费|收费(?!员)|费用|热费|取暖费|欠费|陈欠|热价|降价|发票|"
    r"面积(?<!大面积)|过户|改名|名字怎么改|报停|停供|停用|复热|复暖|开栓|开阀|没给开|开通|并网|入网|咨询|请问|怎么(?:办|放气|算)|能不能自己|"
    r"能自己|自己能|是公司装|想问|想装|想换|安装|计量|怎么收|几号(?:供|来)暖|什么时候(?:供|来)暖|会(?:不会)?停|补贴|补钱|试水|供暖期|官网|"
    r"户名|公众号|短信|申请|恢复用热|(?:能|可)不(?:能|可以)管|几号停|哪天停|何时停|证明|减免|低保|分期|手续|[公热投][司线诉]电话是?多少|冒充|"
    r"核实|^建议|。建议|举报|指导|多少钱|你们管吗|怎么开(?!心)|受影响|會不會停|供暖时间|涨价|扰民|占道|围挡|热损|合理吗|影响供[暖热]|听证|骗子|查(?:询|一下)|办理|户号|卡号|停暖吗"
)
_FEE_FIRST = compiled(
    r"退费|退款|退钱|怎么退|热价|陈欠|欠费|过户|改名|名字怎么改|复热|复暖|报停|停供|没给?开[阀栓]|开栓|面积(?<!大面积)|商铺按|会不会停|會不會停|"
    r"显示未缴|想装|放气,自己能|怎么放气|多退少补|发票|是否?收费|收费标准|咨询|会停[暖热]|补贴|补钱|恢复用热|[想要]恢复[供用][暖热]|基础费|官网|试水什么|催缴|短信发错|不是暖气的事|"
    r"没给(?:我)?打开|多少钱|骗子|收费吗|收钱吗|热损|定损|要求装|比往年多|测温单|怎么开(?!心)|举报|几号停|哪天停|何时停|证明|减免|低保|分期|手续|[公热][司线]电话是?多少|冒充|会不会受影响|^建议|"
    r"多少天退|按规定.{0,6}退|怎么开(?!心)"
)
_FAULT_FIRST = compiled(
    r"往[上外]冒|白[烟气汽]|刺[开了漏]|泄压|[碰撞挖压锯]断|管.{0,3}冻|窜|炸|进水|泵都泡|天然气|臭鸡蛋|热表|没字|咕噜|响(?!应)(?<![影音]响)|焊口|焊缝|卡死|[漏渗跑呲]|水声|哗哗|哐|咣|"
    r"往外(?:流|冒|涌|喷)|失压|压火|停运|跳机|一氧化碳|打火|冻裂|破了|地沟返水|没电(?!话)|不显示|爆(?<!打爆)|喷|断裂|断了|挖断|塌|"
    r"井盖|盖板|跳了|停炉|锅炉|泵|机组|被[盗偷]|(?:不走|走)字|阀.{0,6}(?:坏|拧|卡|锈|断|失灵|关不|打不)|嗡|噪|截断|被关|保温|温控|烫|崩|热表|面板|主管|"
    r"冒(?:热)?水|呲水|补水|换热站|管网"
)
#: without any of these it isn't about heat at all
_OF_HEAT = re.compile(
    r"[家屋户楼室暖热管阀费供退漏站炉井修炕泵]|收钱|业主|居民|小区|单元|电话|你们|客服|不热|投诉"
)


_TOO_LOW = re.compile(r"提高|才|只有|低|不够|不达|达标|1[0-7](?:\.\d)?(?:度|℃)|升温")
_ONLY_MEASURED = re.compile(r"\d度|℃|测温|室温|温\d\d")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a piece of text is: a complaint or none, its type, the deciding words, how sure."""

    complaint: bool
    type: str
    why: tuple[str, ...]
    sure: bool


def judge(text: str, *, located: bool, callable_: bool, measured: bool = False) -> Verdict:
    """Class `text`; `located` and `callable_` say whether an address and a phone were found."""
    anchored = located or callable_
    said = _kinds(text)
    troubles = [m for m in said if m]
    wanted = _now_wanted(_ANSWER.sub("", text) if "复】" in text else text)
    if wanted is not text:
        text, said = wanted, _kinds(wanted)
    none = _NONE.search(text) or _WHICH.search(text)
    done = _DONE.search(text)
    kind, why = _kind(text, said)
    if not troubles and not why and not (measured and anchored):
        # R2.2.1: a flat and a number are a matter for a person, whatever the words are.
        doubt = located and callable_ and not none and not done and len(text) > 20
        return Verdict(doubt, "quality" if _WARMTH.search(text) else "other", (), not doubt)
    if none and not (
        _STILL.search(text)
        and anchored
        and not re.search(r"锦旗|表扬|二手|全市上门|^培训|假如|考考|请勿|安全", none[0])
    ):
        return Verdict(False, "other", (none[0],), True)
    if done and not _STILL.search(text):
        return Verdict(False, "other", (done[0],), True)
    if _CREW.search(text) and not callable_ and not _STILL.search(text):
        return Verdict(False, "other", (), True)
    if not anchored and len(troubles) == 1 and _is_figure(troubles[0][0], text):
        return Verdict(False, "other", (), True)
    if not anchored and not _OF_HEAT.search(text):
        return Verdict(False, "other", (), True)
    urgent = _FAULT_FIRST.search(text) and not re.search(r"[?吗呢没]|暂不|通报|汇报|各站", text)
    if _DUTY.search(text) and not anchored and not urgent:
        return Verdict(False, "other", (), True)
    if not why:
        kind = "quality"
    return Verdict(True, kind, why, anchored or len(text) > 20)


# "修好了,但是现在不热": what comes after the turn is what is wanted.
_TURN = re.compile(
    r"(?:修好|解决|处理好|恢复|正常|热了)了?[,。;]?\s?(?:但是?|可是?|不过|结果|谁知|哪知)"
)


def _now_wanted(text: str) -> str:
    turn = _TURN.search(text)
    return text[turn.end() :] if turn and len(text) - turn.end() > 4 else text


def _is_figure(words: str, text: str) -> bool:
    """A figure alone is chatter, unless somebody says that it is his and too low."""
    if not _ONLY_MEASURED.fullmatch(words):
        return False
    own = re.search(r"[家屋]里|我们?|用户|一直|才|只有", text)
    return not own or bool(re.search(r"挺[热好]", text))


#: what is feared, supposed, denied or long past is not what is wrong now
_UNREAL = re.compile(
    r"(?:担心|害?怕|万一|如果|假如|要是|以防|免得|省得|听说|(?:快|都)要(?=[冻裂爆炸])|没有大面积|是不是|前年|(?<!比)去年|往年|上次)"
    r"[^,。;!?\s]*[,。;!?\s]?"
)


_DIRTY_WATER = re.compile(
    r"(?:水|流出来|放出来).{0,8}(?:[红黄黑浑](?:得|的|色|了)|发[红黄黑浑]|腥|臭|锈味|酱油|泥汤|粉红|墨汁|怪味)"
)
_SPURTS = re.compile(r"[漏爆喷崩断]|返水|地沟|下水")
_Found = re.Match[str] | None
_Kinds = tuple[_Found, _Found, _Found, _Found]


def _kinds(text: str) -> _Kinds:
    """The first words of each kind: facility, quality, service, other."""
    return _FACILITY.search(text), _QUALITY.search(text), _SERVICE.search(text), _OTHER.search(text)


def _asserted(text: str) -> str:
    """The text without its unreal clauses; all of it where nothing else is told."""
    if not _UNREAL.search(text):
        return text
    rest = _UNREAL.sub(" ", text)
    told = any(p.search(rest) for p in (_FACILITY, _QUALITY, _SERVICE))
    return rest if told else text


def _kind(text: str, said: _Kinds) -> tuple[str, tuple[str, ...]]:
    real = _asserted(text)
    if real is not text:
        text, said = real, _kinds(real)
    facility, quality, service, other = said
    if facility and _LEAK_DENIED.search(text):
        facility = _FACILITY.search(_LEAK_DENIED.sub(" ", text))
    if "水" in text and (dirty := _DIRTY_WATER.search(text)) and not _SPURTS.search(text):
        return "quality", (dirty[0],)
    strong = _STRONG_SERVICE.search(text)
    fee = _FEE_FIRST.search(text)
    if strong and not (
        quality and re.search(r"\d+(?:\.\d)?度", text) and not re.search(r"修好|道歉|接线员", text)
    ):
        return "service", (strong[0],)
    if (
        fee
        and not (facility and _FAULT_FIRST.search(text) and not re.search(r"怎么退|过户", text))
        and not re.search(r"不热!|屋里|家里\d", text)
    ):
        return "other", (fee[0],)
    if facility and not _NO_WATER.search(text) and (_FAULT_FIRST.search(text) or not quality):
        return "facility", (facility[0],)
    if quality and other and _ONLY_MEASURED.fullmatch(quality[0]) and not _TOO_LOW.search(text):
        return "other", (other[0],)
    if quality:
        return "quality", (quality[0],)
    if service:
        return "service", (service[0],)
    if other:
        return "other", (other[0],)
    return ("facility", (facility[0],)) if facility else ("other", ())
