"""Whether words complain at all (R2.2.1), and of what (R3.1.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.reading import closing, hazards, kinds, rumours
from bot.domain.reading.late import late
from bot.domain.reading.spots import JUDGED

# Each of these makes a message none of a user's concern.
_THANKS = (
    r"锦旗|提表扬|就想让[^,。]{0,4}领导[^,。]{0,3}知道|感谢[^,。!?]{0,10}(?:抢修|上门|[换修]了?)[^,。!?]{0,4}的[^,。!?]{0,6}(?:师傅|同志|工人|小伙)|谢谢[^,。!?\s]{1,8}(?:带[人队着]|[干忙守抢修]了[一半大])|记一功|特意来说声谢|[补说]一?句谢|说声谢|非常感谢|表示感谢|表扬|道谢|致谢|来道?谢|"
    r"技术真好|感谢信|写[封个]?信[^,。;!?\s]{0,3}谢|说谢谢|谢谢\S{0,3}师傅|辛苦了?[,。!][^?]{0,30}$|赞一个|感谢(?:你们|大家|热力|师傅|供热)\S{0,4}[!。~]*$|打脸了|好员工|"
    r"打满分|好样的|[替代帮][我俺咱他她][^,。!?]{0,8}(?:谢|道个?谢)|"
    r"[Tt]hank you (?:to|for|so|very)|说句公道话|难听话收回|转告[^,。!?]{0,8}谢|"
    r"感谢(?!.{0,40}[?])(?=.{0,60}(?:高兴|暖和|热乎|放心)了?[。!]?$)|谢谢(?:你们)?上门|"
    r"感谢.{0,12}(?:及时|处理|解决|帮|耐心)|[非很十][常分]?满意|点个?赞|不要钱.{0,3}谢谢|"
    r"一分钱没[要收]|(?<!顺便)夸(?:[一夸]|你们|咱们|[两几]?句|[他她])|竖[^,。;!?]{0,4}拇指|好人一生平安|"
    r"比亲(?:儿子|闺女|儿女)|生意兴隆|"
    r"[真特非挺][别常]?(?:好|及时|快|麻利|负责|热心).{0,12}(?:谢谢|感谢|点赞)|谢谢(?:平台|"
    r"热力|师傅|领导|客服|你们)[,。!,谢]{0,3}(?:谢谢\S{0,4})?[。!]?$"
)
_NOTICE = (
    r"温馨提示(?!一下)|天[冷寒]路滑[,。\s]{0,2}(?:大家|各位|注意|请|开车)|(?:[如若]有|[如若]遇|发现)[^。;!?\n]{0,16}(?:拨打|致电)|气象台|调度令|回令|(?<![没未不])[通公因][知告]?\S{0,24}(?:检修|施工|改造|维护|碰口|"
    r"切改)[^。]{0,50}(?:停热|停暖|停供|停水|影响)(?!了)|"
    r"供热知识|防骗|谨防(?:上当|受骗|诈骗|冒充)|[我本](?:司|公司)(?:没有|从未|从不|未)委托|直接报警|常识|百科|摘自|标准为|天气预报|安全(?:提示|培训|知识|教育|学习|宣传|须知|(?:生产)?月|第(?:[0-9一二三四五六七八九十])|例会|课)|"
    r"宣传(?:片|册|栏|海报|资料|视频|手册|单(?!上|说|写))|防范(?:视频|知识|提示)|严禁|严防|有限空间|请勿靠近|小[贴帖]士|"
    r"管[网道]冲洗.{0,20}停|(?:注水|试水|打压|冲洗)[^,。;!?\n]{0,6}(?:提醒|倒计时|通知|公告)(?=[:\s])|"
    r"(?:物业|客服|各[站所班]|班组)(?:已|均|都)?(?:知悉|周知|知晓)|请(?:大家|各位|业主|住户|居民|用户)?(?:知悉|周知|查收|互相转告|相互转告)|答复稿|回复单|反馈市民|回复稿|供审核|提前(?:说一声|告知)|感谢您的(?:监督|反映|理解|支持|关注|来电)|敬请(?:谅解|"
    r"理解)|停[电水]检修|"
    r"[计定将拟][划于][^。;!?\n]{0,60}(?:检修|停热|停水|施工|升压|注水|[打试]压)|留(?<=[家户里中请必都]留)[有好个]?人(?!等|了)|"
    r"请(?:确保|保证|务必)?[^,。;!?\n来上派]{0,3}有人在家|请(?:广大|"
    r"各位)?用户(?:做好|谅解|提前|周知)|各单位|各站(?:配合|注意)|防寒保暖"
)
_TRADE = (
    r"贵(?:司|公司)拜访|(?:商务|洽谈)合作|(?<![请派找要个是])专业(?:水管|管道|暖气|地暖|水电|水暖)[^,。;!?]{0,8}(?:改造|疏通|清洗|安装|维修|移位)(?![的人师工队员])(?=[^,。;!?]{0,4}(?:$|[,。;!\s]))|二手(?!房)|批发(?!市场|城|部|街)|自提|货到付款|加微信(?<!可加微信)(?<!可以加微信)(?<!能加微信)(?<!打不通就加微信)(?<!没人接就加微信)(?!回|同|联系|发|说|也|都|吧|或)|微同|全市上门|培训(?:资料|内容|材料)|不热不收费|免费上门(?:量|测|设计)|老店|全屋改造|优惠(?!政策|吗|多少|期|没)|招人|招聘|求租|免费(?:量房|勘[测察]|试用)|补贴价(?!格)|不打烊|"
    r"(?:[收招要缺]不[收招要缺]|招|还[收招缺])(?:[^,。;!?]{0,4}(?:[员师]|[焊电管水炉线]工|工人)|临时工|人)(?=[?吗,不嘛么]|$)|求职|应聘|"
    r"找[个份]?[^,。;!?]{0,6}(?:的活|工作(?!日|人))|(?:司炉|电工|焊工)证(?<=有...)(?<!没有...)|"
    r"转让(?=[^,。;!?]{0,10}(?:一[台组套]|新|炉))|高价[回收]|厂家直销|招租|直租|拎包入住|押一付|不热(?:退款|包退|免单)|清洗保养|包治|打折促销|"
    r"(?:谁家?|有人|哪位)(?:还|想|需)?[要收买](?:电暖[气器]|小太阳|油汀|电热毯|电褥子|暖风机)|(?:电暖[气器]|小太阳|油汀|电热毯|电褥子|暖风机)[^。;!?]{0,20}?(?:成新|有?要的|白送|便宜[出卖]|私聊|自取|拿走)|有要(?:电暖[气器]|小太阳|油汀|电热毯|电褥子|暖风机)|"
    r"满(?=[0-9]{1,4}[减送返])|代金券|优惠券|[专承上][业接门](?:疏通|清洗|改造|安装|维修)|打孔(?!打)"
)
_DRILL = (
    r"培训(?!学校|机构|中心)(?<!好好培训)(?<!加强培训)|话术[背::]|演练|演[习练]|应急拉练|(?:技能|业务|知识)(?:比武|竞赛|大赛)|考考|考试.?题|试题|样题|闭卷|抽考|案例(?:学习|通报|分析|"
    r"分享)|引以为戒|线上(?:学习|考试|答题)|例句|测试工单|试试[^,。;!?\s]{0,6}留言|测试(?:一下)?[^,。;!?\s]{0,4}留言|系统测试|测试消息|假如你"
)
_COLLEAGUES = (
    r"你(?:嫂子|媳妇|老婆|爱人|对象|老公|[爸妈哥姐弟妹]|闺女|儿子)(?:让|叫|喊|找)你|例会|值班表|库房领|聚餐|调班|换一下(?:班|[夜白]班)|腾讯会议|投诉率|群文件|系统.{0,4}(?:卡|崩)|信息科|"
    r"宣传科|值守$|巡检完毕|无跑冒|"
    r"已切(?:换)?[至到]?备用?[泵炉]|[热户](?:都|均)?[没未]受影响(?=[^?]{0,30}(?:报备|知悉|备案))|运行正常|报个?平安|已(?:经)?在[^,。;\s]{0,6}群里?(?:通知|告知|发)|(?:用户|人家)再问[^,。]{0,2}就说|抢修[^,。;\s]{0,3}组(?:回话|汇报|报告|反馈)|已在调(?=[\s,。])|分钟后报数|小时后报数|报单(?:必须|要求|格式|规范)|谁去[换撕改贴取拿搬]|谁有[^,。;!?\s]{0,6}(?:文件|表格|模板|电子版)[^,。;!?\s]{0,3}发|没人(?:再|来)?(?:上?报|反映|反馈)了?[吧吗?]|[是属]计划内|(?:公司|企业)因[^,。;!?\s]{0,12}被罚|咱(?:们|的人|们的人)?(?:先)?[撤回](?:了|吧|来)?(?=$|[,。!])|跟(?:人家|用户|他|她)解释(?:完|过|清)|不是咱们?的|(?:非|不属于?|无关)我(?:司|公司)|大家放心|本日无|日志|结案|谈妥|抢回来|收到工单|已要求|有没有人(?:反映|报)|"
    r"没有吧|烫伤膏|回访记录|被访人|谁在(?:值班|岗|班上|群)|口径统一(?=[哈啊了一下。!\s]*$)|那[单件户]你(?:回填|回访|填|录|销|关)[^,。;!?]{0,4}了没|(?:还|都)(?:挂着|是)待回访|统一(?:怎么)?回|统一口径(?=[?是])|谁来(?:支援|顶|替|搭)|"
    r"[仓库][库房].{0,6}(?:还有|有没有|没有)|分钟恢复|堵门口|谁(?:家)?(?:停)?的[^,。\s]{0,5}(?:车|皮卡|面包)|挪[一下个]{0,2}车|注意监视|加强巡检|加强监视|"
    r"已提(?:泵频|温)|"
    r"(?:不热|漏水|咨询|报修|投诉)\s?\d+\D{1,3}(?:不热|漏水|咨询|报修|投诉|其他)\s?\d+|"
    r"件(?<=[0-9]件).{0,8}\d{1,6}件|同比|环比|总投诉量|运行平稳|无(?:爆管|停热|重大)|"
    r"(?:于|在).{0,6}(?:月底|前)完成.{0,12}(?:走访|填报|上报|报送)|关于(?:开展|做好|印发|"
    r"加强)|抢修(?:结束|完毕|已完成)|均达标|无异常|人员撤场|关于[^。;!?\n]{4,24}的?(?:报告|情况说明|总结)(?=[:,。\s]|$)|注意路滑|路滑注意"
)
_WITHDRAWN = (
    r"撤销诉求|撤单|撤销工单|可以关单|可以办结|(?:此|该)?(?:帖|单|件)可以?(?:关|办结|销)|"
    r"(?:同意|予以|准予|申请|建议)(?:办结|结案|归档|存档|销[号单]|关单)[。!\s]*$|不用来了|没(?:有)?意见|(?<!地址)(?<!楼号)(?<!门牌)[看搞弄]错了(?![,。\s]{0,2}(?:其实)?(?:就|只|是(?!我)))|误会|单子?销了?|[销消]单|不用(?:派单?|去了|管了|来人了)|"
    r"先不派|无需(?:派单|上门)|没事了|"
    r"假消息|别(?:往\S{0,3})?(?:瞎|乱)?转(?:了|发|[,。!\s]|$)|(?<!是不是)谣言|误报|别传谣|是假的|不用回访|打错了|单子先|无其他诉求|评价“?满意|"
    r"撤(?<=[\s,。]撤)了?$|(?:和|跟|与)(?:暖气|咱们?|我们|供热|热力)(?:管[线道网])?(?:(?:没|无)(?:关系?|有关系)|不(?:挨着|沾边|相干))|"
    r"不用再?(?:打扰|跑|惦记)|消气了|不追究|"
    r"已经?恢复(?:正常)?,?可以关|已全部恢复|办结反馈"
)
_NONE = JUDGED.pattern("|".join((_THANKS, _NOTICE, _TRADE, _DRILL, _COLLEAGUES, _WITHDRAWN)))
#: nothing said beside these makes it a complaint after all
_ALWAYS_NONE = late(
    r"锦旗|表扬|(?:用户|人家)再问|刷抖音|[是属]计划内|报单(?:必须|要求|格式|规范)|谢谢[^,。!?\s]{1,8}(?:带[人队着]|[干忙守抢修]了[一半大])|你(?:嫂子|媳妇|老婆|爱人|对象|老公|[爸妈哥姐弟妹]|闺女|儿子)(?:让|叫|喊|找)你|口径统一|专业(?:水管|管道|暖气|地暖|水电|水暖)|二手(?!房)|全市上门|不热不收费|加微信(?<!可加微信)(?<!可以加微信)(?<!能加微信)(?<!打不通就加微信)(?<!没人接就加微信)(?!回|同|联系|发|说|也|都|吧|或)|货到付款|^培训|假如|考考|请勿|安全|测试|演[练习]|撤[单销]|百科|摘自|案例|"
    r"引以为戒|例句|线上(?:学习|考试|答题)|^\W{0,2}(?:停[热暖水]|检修|施工)?(?:通知|公告|通告)[】\]):]|刷到[^,。]{0,6}(?:视频|新闻|帖)|(?<!是不是)谣言|求职|应聘|(?:司炉|电工|焊工|锅炉)证|[招要]不[招要][^,。;!?]{0,4}(?:[焊电管水炉线]工|工人)|贵(?:司|公司)拜访|高价|直销|转让|电暖|小太阳|油汀|电热毯|电褥子|暖风机|拇指|夸[一夸]|生意兴隆"
)
#: thanks that are promised, not given, or given by others
_IF = late(
    r"(?:能|要是|如果|只要|修好|来了?)[^。!?;]{0,20}(?:锦旗|表扬|谢谢你们)|"
    r"(?:隔壁|别[的家人]|人家|对面|其[他它])[^,。;!?\s]{0,6}(?:锦旗|表扬|感谢)[^,。;!?\s]*|(?:评论|底下|下面|跟帖|转发)[^,。;!?\s]{0,14}点赞"
)
#: thanks once, trouble again
_AGAIN = late(r"又[漏凉不停坏堵]")
#: what a customer asked and was told
_ANSWERED = JUDGED.pattern(
    r"(?:[客用住]户|业主|有人|大[爷娘姐妈哥叔])[^,。;!?\n]{0,8}(?:问|打听|咨询)[^。;!?\n]{2,40}?[,。;\s]"
    r"(?:我|俺|已经?)(?:都|就|也|已经?|当场)*(?:告诉|跟|和|教|答复|回复?|给)(?:[他她]|人家|客户|用户|对方)"
    r"(?:们|说|讲|解释|回)*(?:清楚?|明白)?了|"
    r"(?:[客用住]户|有人|大[爷娘姐妈哥叔])[^,。;!?\n]{0,8}(?:问|打听|咨询)[^。;!?\n]{2,40}?[,。;\s]"
    r"我就?(?:让|叫|请)(?:[他她]|人家)[^,。;!?\n]{1,10}了"
)
#: nothing but a cry; the weather and other people are not meant
_CRY = late(
    r"^(?:怎么|又|还|全|都|真|太|快|要)*(?:[冷冻]死(?:人|我|俺|个人)?了?|[冷凉冻冰](?:透|坏)?了)+"
    r"(?=$|[,。!?~.…\s冷冻])|^(?:[好真太很]|贼)?[冷冻凉]了?[啊呀吧哇哦]?[。.!~…\s]*$|^(?:到底|还|究竟)*(?:给不给|还?烧不|供不供|来不来)(?:我们)?(?:烧|暖|热|供)"
)
#: colleagues ask each other which one
_WHICH = late(r"^\S{0,8}那(?:户|家|单|个单)\S{0,10}[吗?]$")
#: what somebody thinks should be done in general, told of no place of his own
_ADVICE = JUDGED.pattern(
    r"建议[^,。]{0,16}(?:加|增|搞|开|设|推|做|能|可以|学|[多少早][检巡修查烧折开供])|提个?小?(?:建议|意见)|个人(?:觉得|"
    r"认为)|仅供参考|一点浅见|不如[^,。]{0,8}(?:就|早|先)[^,。]{0,6}(?:开|搞|做)"
)
#: what people tell each other
_TALK = JUDGED.pattern(
    r"评论区(?!有)|梦[见到](?!不)|才叫冷|刷(?:到[^,。]{0,6}(?:视频|新闻|帖)|抖音|快手|朋友圈)|晒晒|怀念|回忆|想起(?:了)?(?:小时候|那|\d{4})|小时候|大家可以留着|一半的命|"
    r"段子|听[^,。]{0,5}说[^,。]{0,6}(?:单位|那边)|哈哈|😂😂|吃雪糕|穿短袖(?!都)"
)
_OWN = JUDGED.pattern(r"我[家们]|俺|家里|屋里|本人|我是|住在|楼[上下]|今天|现在|昨")
_LESSON = late(
    r"\W{0,3}新来的(?:同志|同事|人)?[都先]?[看学记]|"
    r"\W{0,3}[^,。;:\n]{0,6}话术(?:[一二三四五六七八九十\d]{1,2}|提醒|要求|更新|模板)\s?[::,\s]|"
    r"\W{0,3}[^,。;:\n]{0,12}(?:培训(?:资料|内容|材料)|演练(?:脚本|方案|通知)|案例学习|话术[:：]|推演|测试工单)"
)
_DONE = JUDGED.pattern(
    r"停了?(?:一下|一会儿?)?又(?:起来|启动|转起来)了(?=[\s,。]|$)|"
    r"合上了(?=[\s,。]|$)|已经?热(?:了|乎)|已经?修好|[已都](?<!没[已都])经?(?:解决|处理|恢复)[好完]?(?:了|正常|$)|"
    r"已恢复|已处理|修好了|(?:温度|暖气|热|[栋户家楼片区])[都全]上来了(?=[,。!\s]*(?:$|刚|管|谢))|已(?<!说已)(?<!示已)(?<!称已)(?<!复已)[换修焊补]了?(?=[。!\s]*$)|"
    r"[洗换修弄放][完好]?了?就好了|弄好了(?<!没弄好了)|已放气|[紧补焊调换清](?:完|好)了|用户(?:撤了|满意|确认)|,满意|"
    r"签字了(?=[\s,。]|$)|收工(?=[\s,。]|$)|(?:换下来|[通供]上[热暖])了(?=[,。!\s]*(?:$|谢|撤))|用户(?:侧|端|那边)?(?:都|全)?(?:无感|没感觉|无感觉)|放完气了|测温2\d|"
    r"[已都全刚均][经部]?(?:处理|解决|恢复|修|焊|换|更换|抢修|堵|关|排|清理)(?:好|完|毕|妥|"
    r"上)|全部恢复|"
    r"[就已都刚全日号天上](?:就|已经?|都)?恢复了?(?<!要求:当日恢复)(?<!要求当日恢复)(?<!希望当日恢复)(?<!请当日恢复)(?=$|[,。!\s”])|"
    r"恢复(?<![快时日上请想要望能会没未办需][恢]复)(?:正常|供[热暖](?!申请))(?!时间)|"
    r"于.{1,8}(?:修复|恢复)|表示满意(?<!不表示满意)|"
    r"满意(?<![不很]满意)$|不漏了(?!但|,但|可)|不滴了|已(?:经)?(?:回复|答复|"
    r"告知)(?:了)?(?:用户|市民|业主)?(?=$|[\s,。])|"
    r"化验.{0,4}合格|(?<![要请快没不])[收结关销消]单(?:吧|了)?$|已向\S{0,5}(?:解释|说明)|(?:诉求人|"
    r"[用客住]户|市民|业主|户主)(?:对结果)?(?:表示|签字|当场|均|都|已)?(?:认可|理解)|已送电|全部?启(?:动|起来)|"
    r"[又现后已][说在来经]又?(?:热|还行|好)了|热乎了(?<![不没]热乎了)|说(?<![都次回]说)(?:还行|热了|"
    r"好了(?![上下明今周来\d])|不漏了)|关完阀|已开启|"
    r"用户(?:已|都)?(?:经)?签(?:了)?字了?(?=[,。;\s])|这[单件]了结|正在(?:升温|清(?!楚))|没人伤|今天2\d度|退(?:回来|到账)了"
)
_STILL = JUDGED.pattern(
    r"不认可|骗[我人]|糊弄|敷衍|还是|无效|没用|没效果|没有?改善|没好|不见好|未解决|没解决|没修好|仍|"
    r"又[漏凉不停没坏跳堵返]|至今(?!(?:一直|都|也)?(?:运行|正常|平稳|良好|没再|没有再))|不满意|再次|可是|但是|但(?!愿)|照样|道歉|赔(?<!理赔)|"
    r"怎么退|什么时候|赶紧|还没(?!影响)|现在(?:还|又|变成|不)|变成|又不|就走了|未好转|"
    r"还(?:翘|泡|湿|潮)着?|投诉(?!率)|没给|就是(?!不)|不然|没人(?:来|管|上门)|没来过|重新派|直接(?:派|来人|修)|今天又|要求继续|付不了|"
    r"请看清楚|怼|不见人|今年入冬|这几天|这两天|(?:请|麻烦|希望|能不能|"
    r"可否)[^,。;!?]{0,16}(?:派|来人|来个|看看|看一看|修|测|查|解决|联系|回电|回话)"
)
_DUTY = JUDGED.pattern(
    r"^(?:收到|好的|明白|马上|哈哈|谢谢|@)|(?:办完没|复测了没|到了没|谁的单|几单|白班|夜班|食堂|"
    r"吃饭)|(?:配件|钥匙|工具|单子).{0,4}[放搁]|(?:营业厅|缴费厅|收费厅|系统|窗口|网点)[^。;!?]{0,8}(?:升级|盘点|停办)(?![^。;]*[?吗])|(?:让|叫)(?:用户)?先|发错群|真的假的|辛苦了|预约:|"
    r"(?:^(?:那|哪|谁)|(?:(?<=^[0-9])|(?<=^[0-9]{2}))度的那).{0,14}(?:吗|呢|哪|谁|没)[?]?$|(?:是)?多少来着|"
    r"(?:准备|正在)切|通报一下|汇报|各站|各所|各班|入户\d+户|合格\d+户"
)

_WARMTH = late(r"[暖热冷凉温度]")
#: what others wrote or said, told in quotation marks
_QUOTED = late(r"[“\"][^”\"\n]{4,80}[”\"]")
# A crew on its way says what it does there.
_CREW = JUDGED.pattern(
    r"那[单户](?:是|已|没)|已经?把\S{0,8}了|^(?:已?到现场|已到|我到)|正在(?:更?换|修|焊|[放排]气|"
    r"处理)(?!中)|更换完毕|检修完毕"
)
#: without any of these it isn't about heat at all
_OF_HEAT = late(
    r"[家屋户楼室暖热管阀费供退漏站炉井修炕泵]|机[房组]|变压器|收钱|业主|居民|小区|单元|电话|你们|客服|不热|投诉"
)


#: who goes along the net and finds nothing
_PATROL = late(
    r"巡(?:检|线|查|视)|夜巡|敲门没人|贴了?条$|不让进|改约|贴了?[个张]?条(?=[,。\s])|结单(?=[^。]{0,4}(?:吗|算|行|可以|不))|(?:走|看|查|转)(?:完|了(?:一圈|一遍))|检查人|(?:都|均|全部?|一切)(?:正常|没事|完好|良好|好着)|[无未](?:见|发现)?(?:漏|渗|积水|异)|没发现"
)


class Verdict(NamedTuple):
    """What a piece of text is: a complaint or none, its type, the deciding words, how sure."""

    complaint: bool
    type: str
    why: tuple[str, ...]
    sure: bool


def judge(text: str, *, located: bool, callable_: bool, measured: bool = False) -> Verdict:
    """Class `text`; `located` and `callable_` say whether an address and a phone were found."""
    anchored = located or callable_
    written, text = text, rumours.without(text)
    rumoured = text is not written
    found = kinds.said(text)
    troubles = [m for m in found if m]
    wanted = closing.now_wanted(text)
    if wanted is not text:
        text, found = wanted, kinds.said(wanted)
    is_fault = found[0] is not None
    none = _not_wanted(written if rumoured else text, anchored, callable_, is_fault=is_fault)
    told = _unquoted(text)
    done = _done(told)
    kind, why = kinds.decide(text, found)
    if not anchored and found[1] and _CRY.search(text.lstrip('"“… ')):
        return Verdict(True, "quality", (found[1][0],), False)
    only = troubles[0] if len(troubles) == 1 and not callable_ else None
    if closing.is_closed(told) or (only and _is_no_trouble(text, only, anchored, measured)):
        return Verdict(False, "other", (), True)
    if (off := closing.taken_back(told)) and not _STILL.search(text):
        return Verdict(False, "other", (off,), True)
    if not troubles and not why and not (measured and anchored):
        # R2.2.1: a flat and a number are a matter for a person, whatever the words are.
        doubt = located and callable_ and not none and not done and len(text) > 20
        settled = bool(
            (none and _ALWAYS_NONE.search(none)) or (not callable_ and _PATROL.search(text))
        )
        return Verdict(doubt, "quality" if _WARMTH.search(text) else "other", (), settled)
    if not anchored and not any(found[:3]) and (answered := _ANSWERED.search(text)):
        return Verdict(False, "other", (answered[0],), True)
    if none:
        sure = _is_only_praise(text, none, found) or _ALWAYS_NONE.search(text)
        return Verdict(False, "other", (none,), bool(sure))
    if done and not _STILL.search(text):
        return Verdict(False, "other", (done[0],), False)
    if _is_talk(text, anchored, callable_, troubles, is_fault=is_fault):
        return Verdict(False, "other", (), False)
    return Verdict(True, kind if why else "quality", why, anchored or len(text) > 20)


def _is_only_praise(text: str, none: str, found: kinds.Kinds) -> bool:
    """`感谢抢修的师傅,主管爆了…` tells what they mended, not what is to be mended."""
    idle = not any(found[:3]) or (text.startswith(none) and not _STILL.search(text))
    return idle and closing.is_praise(text)


def _done(told: str) -> re.Match[str] | None:
    """The words that tell it as done; what others say of theirs is no such word where one's own
    trouble is told beside it."""
    done = _DONE.search(told)
    own = closing.without_others(told) if done else told
    if own is told or _DONE.search(own) or not any(kinds.said(own)[:3]):
        return done
    return None


def _is_no_trouble(text: str, only: re.Match[str], anchored: bool, measured: bool) -> bool:
    """Whether the one figure that is told is of a warm room, or of the weather."""
    if not kinds.is_only_figure(only[0]):
        return False
    if closing.is_outdoors(text, only.start()):
        return not measured
    return not anchored and closing.is_warm(text)


def _unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text) if '"' in text or "“" in text else text


def _not_wanted(text: str, anchored: bool, callable_: bool, *, is_fault: bool) -> str | None:
    """The words that make it praise, a notice, an advertisement, a drill and the like."""
    text = _IF.sub(" ", text)
    none = _NONE.search(_unquoted(text) if anchored else text) or _WHICH.search(text)
    if none and not (_STILL.search(text) and anchored and not _is_settled(text, none[0])):
        return none[0]
    if not callable_ and (idle := _TALK.search(text)):
        return idle[0]
    advice = None if anchored or is_fault else _ADVICE.search(text)
    if advice and not _OWN.search(text):
        return advice[0]
    return None


def is_lesson(text: str) -> bool:
    """What begins as training, drill or test tells of no trouble, whatever its examples say."""
    return _LESSON.match(text) is not None


def _is_settled(text: str, none: str) -> bool:
    return bool(_ALWAYS_NONE.search(none)) and not _AGAIN.search(text)


def _is_talk(
    text: str, anchored: bool, callable_: bool, troubles: list[re.Match[str]], *, is_fault: bool
) -> bool:
    """What colleagues say to each other, or nothing about heat."""
    if _CREW.search(text) and not callable_ and not _STILL.search(text):
        return True
    if anchored:
        return False
    if len(troubles) == 1 and _is_figure(troubles[0][0], text):
        return True
    if not _OF_HEAT.search(text):
        return True
    if hazards.hazard(text):
        return False
    urgent = is_fault and (
        not re.search(r"[?吗呢]|没(?=[?\s,。!]|$)|暂不|通报|汇报|各站", text)
        or _SOUGHT.search(text) is not None
    )
    return bool(_DUTY.search(text)) and not (urgent or kinds.enquires(text))


#: the net loses water, and nobody knows where (R2.2.4)
_SOUGHT = late(r"[丢失]水[量很太]?[大多]|[找查][漏不]|没[找查][到着]")


def _is_figure(words: str, text: str) -> bool:
    """A figure alone is chatter, unless somebody says that it is his and too low."""
    if not kinds.is_only_figure(words):
        return False
    own = re.search(r"[家屋]里|我们?|用户|一直|才|只有", text)
    return not own or bool(re.search(r"挺[热好]", text))
