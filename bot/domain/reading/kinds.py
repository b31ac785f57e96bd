"""What a complaint is about: quality, facility, service or other (R3.1.3), and which words."""

from __future__ import annotations

import re

from bot.domain.reading import causes, faults, hazards, sizes
from bot.domain.reading.late import late
from bot.domain.reading.spots import JUDGED

_Found = re.Match[str] | None
#: the first words of each kind: facility, quality, service, other
Kinds = tuple[_Found, _Found, _Found, _Found]

_QUALITY = JUDGED.pattern(
    r"[未没]供上|不给(?:通|供|接)(?![知电])|[没未](?:接|连|通)上(?:暖|热|气)|(?<=[都全也就又])没气了?|(?:整[个栋]|[都全])断了(?!电|网|水)|"
    r"一直没(?:接?通|供)|[点生烧](?:着|起|了)?(?:煤|小|土|柴)?炉子|[全靠]凭?着?(?:煤|小)?炉子|烧(?:煤取|炕|柴)|"
    r"冰[碴碴渣]|上冻|[压打浑]?身?打颤|瓦凉|透心凉|跟没烧|"
    # 热不热 and 暖不暖 ask; 地热不热 and 供热不热 tell
    r"(?:(?<!热)|(?<=[地供]热))不(?:太|怎么|咋|够|大|咋么|是很|那么)?(?:热(?!线|力|水器)|热乎)(?!收)|"
    r"(?<!暖)不(?:太|怎么|咋|够|大|咋么|是很|那么)?暖和?(?!收)|"
    r"[没无](?:有|得|来|什么|啥|多少|过)?(?:热(?![水力线])|暖|供暖|供热|热气|暖气)|冰凉|冰(?:冷|"
    r"手|透)|"
    r"一[点丝]儿?[暖热](?:气|乎气?)?(?:都|也)?没|[还到底]*(?:给不给|烧不)烧|发凉|拔凉|凉(?:的|了|透|飕|$|[\s,。])|(?<!清)凉(?<!平凉)(?!快|菜|台|亭|皮|鞋|席|水澡|爽|州|山|城)|冰(?:窖|"
    r"锅|块|疙瘩|箱|一样)|铁疙瘩|[跟和像](?:室外|外面|外头|冰)|时有时无|时断时续|断断续续|"
    r"停好几|恢复供[暖热]|没(?:有)?动静|动静(?:都|也)?没有?|供不供|水.{0,4}[红黄黑]得|"
    r"出来的.{0,4}[红黄黑]得|[上挂结]霜|管[子道里].{0,4}只有|只有[^,。]{0,6}(?:管|头|组|边|"
    r"半截)热|不循环|不好使|停到现在|停(?=了?(?:好?几|[0-9一二三四五六七八九十百]{1,4})[多来几余]?[户家](?!医|银))|中断|升点温|阴冷|冷飕飕|冰窟|哈(?:白|着)?气|暖水袋|热水袋|汤婆子|烤火|[盖裹][^,。]{0,3}[两三四二]床被|上热下凉|一头热|半截[凉热]|热度不够|到不了(?!现场|家|位|单位)|烤得慌|流鼻血|晾[^,。]{0,6}不干|[跟像和]\S{0,2}窖|菜窖|不顶[事用]|没劲|温度(?:都|也)?没有|没(?:有)?一丁?点儿?[暖热]|"
    r"热不上|不起温|[高低中]区停|半夜停|暖气.{0,6}停|(?:升|上|提)不(?:上|去|起)|哆嗦|羽绒服|"
    r"暖气.{0,4}(?:没反应|没动静|不给力|罢工|断)|"
    r"不正常供|达不到|没达到|半拉热|烧得慌|燥热|(?<!冷不)冷(?![凝却]|不冷|先生|女士|师傅|库|静)|冻(?!梨|品|液|"
    r"结)|(?:屋|室|温)里?.{0,4}\d{1,3}.{0,2}度|温度[^,。\d]{0,6}\d\d|温度(?:不够|低|太低|上不|"
    r"不达|不高|差|不行)|室温|(?:卧|厅|屋|室|家里)[^,。:\d]{0,3}\d\d(?:\.\d)?(?![\d楼门号#-]|单元)|"
    r"(?<![二三])十[一二三四五六七]{0,2}度|冰[了的]|全冰|(?:只有|才|还是|不到|就|"
    r"仍)\s?\d\d(?:\.\d)?(?![\d:号楼单门#栋年月日点个户岁块元-]|\.\d\d)|"
    r"低温|不达标|未达标|测温|温乎|太热|过热|热得|热死|开着?窗|忽冷忽热|"
    r"一会儿?热一会儿?[凉冷]|时热时|黑水|黄水|臭(?<!不臭)|异味(?<!无异味)(?<!没异味)(?<!没有异味)|浑|酱油|泥汤|粉红|"
    r"水.{0,6}(?:发黑|发黄|变色|有味|乌黑)|停(?:了)?(?:暖|热|供)|断[暖热]|供暖(?:太)?差|"
    r"没供(?:上|暖|热)|没送暖|没来暖|还没(?:给)?[^,。\s]{0,3}(?:来|送|供)(?!电话|人)|"
    r"半热|没人手热|暖气.{0,4}(?:不行|差)|没.{0,3}热乎|热(?:乎|气|乎气)没|"
    r"[Cc]old|[Nn]o heat|[Ff]reezing|[Nn]ot (?:hot|warm|working)|没热过|没好过|差远了|放不出气|"
    r"[调升]高|不如(?:去年|往年)|[又也都全]停了|温温|温吞|不烫手|锈味|放出来.{0,3}[黄黑红]|"
    r"水.{0,4}(?:发)?[黄黑浑红](?:色|的|了)|"
    r"[0-9]度|℃|温(?<![供回出进水]温)\d\d|没(?:有)?温度|供[热暖]不足|炕.{0,2}比暖|没痛快|楼\S{0,3}没过来|没热过来|"
    r"比(?:昨|前|去|往|上)\S{1,4}(?:还)?[低冷凉]|墨汁|怪味|穿(?:着)?(?:貂|棉|大衣|皮袄)|"
    r"裹(?:着)?(?:棉)?(?:被|毯)|伸不出|冰人|小太阳|电暖[器气]|电热毯|电褥子|求暖|(?:没|"
    r"未)(?:接|开)通|不暖|没有?一[户栋家]"
)
#: cold, told of oneself: it comes before how one was treated
_OWN_COLD = JUDGED.pattern(
    r"不(?:太|怎么|咋|够)?热(?![线力])|[没无](?:有|来)?(?:热(?!力)|暖|供暖)|冰[凉冷碴渣]|"
    r"比[^,。;!?\n]{0,4}还[冷凉]|穿着?(?:棉|大衣|羽绒)|[真很好太还挺又阴]冷(?!静)|"
    r"全?凉(?:的|了|透)|(?:只有|才|就|还是|仍|现在|今|屋里?|家里?|室温|卧|"
    r"厅)[^,。]{0,5}1\d(?:\.\d)?(?:度|℃|[,。])|(?<!\d)1[0-7](?:\.\d)?(?:度|℃)|"
    r"十[一二三四五六七]度|暖气停|又停|停了|[屋家]里?(?:才|就|只有|仅)?1[0-7](?!\d)|[全都]冰|停[暖热]|断[暖热]|受冻|冻[得着死]"
)
#: `冻不冻的另说`: whether it is warm is left aside
_ASIDE = (
    r"不(?:想再?|再|跟你们?)?[说问提谈](?:温度|暖气|热不热|冷)|"
    r"(?:冻不冻|冷不冷|热不热|暖不暖)[^,。;!?\n]{0,3}(?:另说|先?不[说提谈]|放一边|无所谓)|[我咱]不(?:计较|追究|提|谈)"
)
_CONTENT = late(
    rf"{_ASIDE}|鞋印|黑印|没换鞋|(?:暖气|家里|屋里|温度)(?:还|挺|也|倒|都)*(?:好|凑合|行|可以|热|不冷|正常|"
    r"没问题)(?!了?(?:[,。\s])?(?:几|一)天)|倒是?不冷|不冷"
)
#: how somebody was treated, or what somebody did or left undone
_TREATED = JUDGED.pattern(
    rf"{_ASIDE}|"
    r"(?:没|不|未)敲门|(?:没|未|不)(?:亮|出示|带|戴|佩戴)[^,。;!?\n]{0,3}(?:证|牌)|未联系|没提前(?:联系|打招呼|打电话|说)|"
    r"[翻甩][了个]{0,2}白眼|头[都也]?不抬|[扔甩摔][^,。;!?\n]{0,2}[回给过]来|夹枪带棒|指着[^,。;!?\n]{0,4}(?:鼻子|脸)|"
    r"不入账|没入账|扔了?[^,。;!?\n]{0,2}[一满]地|[一满]地(?:垃圾|泥|碎|灰)|让我?自己(?:百度|查|看|想办法|解决|修)|"
    r"没(?:处理|修|来|解决)[^,。;!?\n]{0,4}就[^,。;!?\n]{0,8}(?:完成|办结|结单|关单|销单)|被[^,。;!?\n]{0,6}踢|"
    r"(?:个人|私人)(?:微信|账户|收款码)|[在一]直?骗[我人]|当皮球|无人来清|"
    r"就(?:反映|投诉|说|告)(?:[她他]|[这那]个[人师窗]|办的那)|就问(?:是谁|谁把)|摆设|"
    r"不给(?:开?发?)票|不给就不|欺骗|骗人|有没有准话|安排到哪|赔.{0,10}没[给见兑]|什么服务|"
    r"爱[答搭理]不[理答搭]|爱(?:找谁|咋|怎么)|爱\S{1,3}不\S{1,3}|服务.{0,4}(?:差|恶劣|不好)|"
    r"当着(?!我)[^,。;!?\n]{1,6}面[^,。;!?\n]{0,3}[说念骂训]|当众[说念骂训]|冷笑|白了我|死不了人|急什么急|咋又是你|[说嫌]我事[儿]?多|嫌我[老烦土笨穷]|听不懂我[说口]|活[儿]?[^,。;!?\n]{0,3}干了?一半|拿了?我家?[^,。;!?\n]{0,4}[烟酒]|不给(?:开|写)?(?:收据|凭证)|推搡|推了[^,。;!?\n]{1,4}一[把下]|辱骂|[嘲讥]笑|挖苦|奚落|讥讽|讽刺|[羞侮]辱|冷嘲|冷言冷语|[看瞧]不起[人我]|傲慢|蛮横|甩脸|阴阳怪气|顶撞|没好气|凶巴|"
    r"叼着?烟|抽着?烟|好处费|黑钱|(?:转|给)[他她]\d+[^,。]{0,3}才|举报[他她你]|辛苦费|黑钱|红包|[给收要]\S{0,3}小费|私收|私自收|乱收费|"
    r"[收要][^,。]{0,4}\d{1,5}[元块](?:现金|钱)?.{0,8}(?:不开|没票|没收据|票)|没人清|不封口|乱扔|"
    r"穿鞋进屋|鞋(?:套)?[也都]?不|虚假办结|墙.{0,8}(?:洞|窟窿).{0,14}(?:没|不)|话务员|"
    r"态度(?:差|冷漠|不好|恶劣|生硬|(?:太|极|很|蛮|特)(?!\S{0,2}(?:好|不错|热情)))|嗑瓜子|不理人|推三阻四|吃拿卡要|说话(?:难听|带刺|太冲|很冲)|冲[我他她][^,。]{0,3}(?:喊|嚷|发火|吼)|嘲讽|拉黑|踢出群|代签|(?:没|谁)签的?字|冒名|假签|没戴工牌|(?:满身|一身)酒|酒气|不穿鞋套|"
    r"自己看|投诉[::]?[^,。(]{0,8}(?:窗口|大厅)|假满意|替我满意|(?:算|就|被|给)(?:结单|办结)|"
    r"什么态度|语气|"
    r"道歉|赔礼|赔(?:个)?不是|赔偿?损失|[要讨]个?说法|拒不|摔门|抽烟|没人给[砌补收]|[12一]星|差评|不干不净|扔[^,。]{0,4}就走|不问暖气|被(?:师傅|你们|工人|维修)[^,。]{0,6}(?:碰|砸|弄|踩|划)|答应[^。]{0,30}(?:至今|没|无人)|说话还?算|堆[^,。]{0,6}(?:门口|楼道|家)|[挡堵][着住]?门|要求通报|嘴里不|说话(?:算|不算)|承诺[^。]{0,20}(?:没|不(?!错)|第[^,。]{1,3}天|至今)|没个?交[代待]|投诉(?:她|他|你们|我(?![们家要想])|这个人|"
    r"客服|师傅)|投诉.{0,6}(?:接线员|客服|师傅|测温员|收费员|维修工|工作人员)|我就投诉|索要|"
    r"糊弄|(?:师傅|客服|[人队]?员|你们|站长|窗口)[^,。]{0,10}(?:骂|吼|嚷|怼)|[被挨]骂|张口就骂|骂(?:用户|人(?!家|的)|街|骂咧咧)|问一句怼|摔[笔门电手]|撂|"
    r"凿的洞|抹灰|拒绝办理|放鸽子|爽约|窟窿.{0,8}补|翻白眼|不搭理|玩手机|"
    r"把[^,。]{0,10}(?:划|弄[脏坏掉]|踩|碰[碎坏掉]|打[碎坏穿]|刨|砸|烫|撞[坏碎]|刮|蹭|磕|甩|搞坏|摔)|(?:刨|挖|凿|拆|砸|打穿|"
    r"开)[^,。]{0,12}(?:没|未|不)[^,。]{0,5}(?:恢复|填|补|抹|收拾|复原)|(?:没|"
    r"不)(?:给)?(?:我)?(?:装回|安回|复位|清走|收走|打扫|恢复原样|复原|填上|补上|收拾)|"
    r"约(?:好|的|了|定)[^\n]{0,60}?(?:没来|不来|没到|没人来|没见人|等到)|素质"
)
#: nobody came, nobody answered: a matter of its own only where nobody is cold
_UNHEARD = JUDGED.pattern(
    r"没了?下文|不了了之|石沉大海|杳无音[信讯]|没了?(?:回音|音信|后续)|踢皮球|忽悠|走过场|造假|瞎写|排队|只开一个|接线员|转不到人工|转人工|没填|哪来的24|"
    r"已派单|态度|挂(?:了|断|我)?(?:电话)|自动挂断|推诿|推来推去|敷衍|不耐烦|弄虚作假|"
    r"找不[着到]人|(?:没|不见)(?:个)?人影|影子[都也]?(?:没|不见)|踢来踢去|互相扯|"
    r"打不通|转来转去|没人听|发表情|答非所问|等到(?:天黑|半夜|下班)|问[^,。;!?\n]{1,3}都不[答回]|在忙|没一个人接|干站|干等|摆设吗|听了[^,。]{0,4}(?:遍|音乐)|无法接通|接不通|无人回|没人回|没人接|占线|差劲|没来人|(?:约|说)[^。]{0,12}(?:没来|不来|没到)|没人(?:管|来|清理|"
    r"理|回)|归谁管|等了?(?:[一两三]|半)天|什么时候来(?!暖|热)|我[要想]投诉$|无人(?:管|上门|"
    r"受理|接)|到底来不来|拒绝受理|没给堵|没封|"
    r"回填|给填上|消(?:的|了)?.{0,3}单子|没人上门|系统里没|不吭声|没吱声"
)
#: how a thing is used, asked by who has it
_USE = (
    r"(?:[想让请求派]|能不能)[^,。;!?]{0,10}教|不会(?:用(?!手机|微信|智能|电脑)|调|操作|设)|"
    r"(?:哪个|哪路|哪组|分别)[管是]哪"
)
_OTHER = JUDGED.pattern(
    r"停[暖热][吗么呢]|能停[暖热]|到几[月号]|(?:[清冲]洗|多久)[^,。;!?\n]{0,4}(?:一次|[清冲]洗|收[费钱]|管)|包(?:起来|进|住)[^,。;!?\n]{0,3}[不吗]|"
    r"(?:[加添增减拆移])[一两三四几0-9]{0,2}[组片根](?!没|不|都|也)|找谁[批办]|上班[吗么]|几点[上下]班|打折|优惠|积分|满减|刷(?:不上|卡)|属实|约[^,。;!?\n]{0,6}时间|预约|[热暖]卡|卡里|充值|充不|读数|抵扣|缴费机|自助机|少[交算收][点些]|"
    r"退费|退款|退钱|退(?:点|我|还|多少)|怎么退|怎么[交缴]|如何[交缴办]|代[交缴]|[早都已也](?:交|缴)(?:了|清|齐|完|过)|缴费|付款|交(?:的|了|"
    r"完)?费|收费(?!员)|费用|[热暖]气?费|[取采供]暖费|欠费|陈欠|热价|降价|发票|"
    r"面积(?<!大面积)|过户|改名|名字怎么改|[报办]停|停供|停用|复热|复暖|开栓|开阀|没给开|开通|"
    r"并网|入网|接入|咨询|请问|怎么(?:办|放气|算)|能不能自己|"
    r"能自己|自己能|是公司装|想问|打听|想装|想换|想把|想移|移(?:个|下)?位|改管|加(?:一组|装|"
    r"个)|安装|计量|怎么收|几号(?:供|来)暖|(?:什么时候|何时)(?:供|来|接|通|开)|会(?:不会)?停|"
    r"要停|补贴|补钱|试水|供暖期|官网|"
    r"户名|小程序|网厅|[Aa][Pp][Pp]|更名|开票|入网费|配套费|接口费|挂网|合同|优惠政策|困难户|延长供|提前供|公众号(?!留言)(?<!渠道:微信公众号)(?<!来源:微信公众号)(?<!途径:微信公众号)|短信|申请|恢复(?:用|供)热|(?:能|可)不(?:能|可以)管|几号停|哪天停|为(?:什么|啥|何)[^。;!?]{0,16}(?:供暖|供热)|"
    r"何时停|证明|减免|低保|分期|手续|[公热投][司线诉]电话是?多少|冒充|往哪边|"
    r"核实|^建议|。建议|举报|指导|多少钱|你们管吗|"
    rf"{_USE}|怎么开(?!心)|怎么(?:设定?|操作|调节)|能查[吗到]|受影响|會不會停|供暖时间|涨价|"
    r"扰民|占道|围挡|热损|合理吗|影响供[暖热]|听证|骗子|查(?:询|一下)|办理|户号|卡号|停暖吗|"
    r"保修|归谁|是不是真的|是真的吗|谁出[钱资]|谁承担|预存|余额"
)
#: money, paper and questions that come before a fault told beside them
_FEE_FIRST = JUDGED.pattern(
    r"能停[暖热]|停[暖热](?:[吗么呢]|要扣|扣多少)|提前供[暖热]|供[暖热][^,。;!?\n]{0,4}提前|多收|退费|退款|退钱|退我|怎么退|要求退|退[^,。;!?\n]{0,6}(?:[热暖]?费|钱|款)|预存|余额|到账|[天日]的[钱费]|停[暖热](?:手续|申请|业务)|(?:申请|办理?)停[暖热]|理赔|要赔|是真是假|正常吗|就问问(?![^,。]{0,6}(?:什么时候|几点))|不知道[^,。]{0,8}(?:怎么|要不要)|问(?![^,。]{0,16}(?:几[号月]|哪天|何时|时候)停)[^,。]{0,16}(?:能不能|可不可以|"
    r"多少钱|是不是|会不会)(?![^,。]{0,8}(?:来|修|热|漏))|热价|赔偿(?:的事|找谁|金|款)|陈欠|欠费|过户|改名|改一?下?[^,。]{0,6}名字|名字怎么改|"
    r"复热|复暖|[报办]停|(?:要求|申请|想|办理?|要)停供|没给?开[阀栓]|开栓(?!第|后|以来|到|当天|"
    r"那天|都|\d|[一二三])|面积(?<!大面积)|商铺按|会不会停|會不會停|"
    r"显示未缴|想装|想把|移个?位|放气,自己能|怎么放气|多退少补|发票|是否收费|是不是收费|"
    r"商业价|民用价|收费标准|咨询|会停[暖热]|补贴|补钱|恢复[用供]热申请|恢复用热|"
    r"[想要]恢复[供用][暖热]|基[础本]费|[停热暖供修造价][^。;!]{0,8}真的(?:吗|假的)|官网|试水什么|催缴|短信发错|不是暖气的事|"
    r"没给(?:我)?打开|多少钱|骗子|收费吗|收钱吗|热损|定损|要求装|比往年多|测温单|怎么开(?!心)|"
    r"几号停|哪天停|何时停|时候停[暖热]|停[暖热供](?:日期|日子)|晚停[几些两三]|晚几天停|多[烧供][几些两]天|证明|减免|低保|分期|手续|[公热][司线]电话是?多少|冒充|会不会受影响|"
    r"^建议|"
    r"多少天退|按规定.{0,6}退|停一个月|要停[^,。]{0,6}(?:暖|热)|往哪边拧|接入计划|是不是真的|"
    r"按热量[表]?结算|(?:想|就)问问?[^。]{0,12}(?:会不会|会停|停不停)"
)
#: asked for as such: 想问问 …
_THING = late(faults.THING)
_ASKS = late(
    r"想问|咨询|打听|请问|问问|问一下|问咱|问能|问是否|(?:用户|客户|业主|市民|来电|就|想|他|她)问"
)
_USED = late(_USE)
_FIGURE = late(r"\d度|℃|测温|室温|温\d\d")
_TOO_LOW = late(r"提高|才|只有|低|不够|不达|达标|1[0-7](?:\.\d)?(?:度|℃)?|升温")
#: what is feared, supposed, denied or long past is not what is wrong now
_UNREAL = JUDGED.pattern(
    r"(?:担心|害?怕|万一|如果|假如|要是|以防|免得|省得|(?:快|都)要(?=[冻裂爆炸])|没有大面积|"
    r"不是(?=[爆漏断])|比[^,。;!?\s]{0,6}没有?[热暖](?=[^,。;!?\s]{0,4}[气更])|是不是|前年|(?<!比)去年|往年|上次(?:处理|修|来))"
    r"[^,。;!?\s]*[,。;!?\s]?"
)
_HEARSAY = late(r"听说[^,。;!?\s]{0,8}(?:要|会|得|快)[^,。;!?\s]*[,。;!?\s]?")
#: what a thing looks like, not what it does
_FINISH = late(r"漆|划(?!破|断|穿)|刮(?!破|断|穿)|蹭|弄脏")
#: so many homes without heat are no matter of one bill
_MANY = 10
_NO_FEE = JUDGED.pattern(
    r"(?:不要|不是要|不图|不用)[^,。]{0,3}退[费钱款]|多收[^,。;!?\n]{0,3}我?认|"
    r"(?:再[这不]|达不到|不达标|不行|否则|不然|要[不么])[^,。;!?\n]{0,6}退[费钱款]?"
)
_DIRTY_WATER = JUDGED.pattern(
    r"(?:水|流出来|放出来)[^,。]{0,8}?(?:[红黄黑浑绿](?:得|的|色|了)|又黑|发[红黄黑浑绿]|乌黑|腥|"
    r"臭|锈味|酱油|泥汤|粉红|墨汁|怪味)"
)
#: what is let out with the air, on purpose
_VENTED = late(r"(?:[排放]气|[放跑]风)阀?[^,。;!?\n]{0,8}?[喷滋呲]")
_WATER = late(r"[水汤]")
_SPURTS = late(r"[漏爆喷崩断]|返水|地沟|下水")


def said(text: str) -> Kinds:
    """The first words of each kind."""
    service = _TREATED.search(text) or _UNHEARD.search(text)
    facility = faults.find(text) or hazards.find(text)
    return facility, _QUALITY.search(text), service, _OTHER.search(_NO_FEE.sub(" ", text))


def is_of_use(text: str) -> bool:
    """Whether somebody asks how a thing is used."""
    return _USED.search(text) is not None


def is_of_many(text: str) -> bool:
    """Whether so many homes are told of that it is no matter of one bill."""
    return sizes.households(text)[0] >= _MANY


def is_only_figure(words: str) -> bool:
    """Whether the words only say that something was measured."""
    return bool(_FIGURE.fullmatch(words))


def decide(text: str, found: Kinds) -> tuple[str, tuple[str, ...]]:
    """The type and the words that decided; other with no words where nothing is told."""
    real = _asserted(text)
    if real is not text:
        denied = not found[0]
        text, found = real, said(real)
        if denied:  # and stays so
            found = (None, *found[1:])
    facility, quality, service, other = found
    if first := _first(text, facility, service):
        return first
    if (fee := _FEE_FIRST.search(_NO_FEE.sub(" ", text))) and _is_of_fees(
        text, fee[0], facility, quality
    ):
        return "other", (fee[0],)
    if facility and quality:
        facility = causes.broken(text, facility, cold=_OWN_COLD.search(text) is not None)
    if facility:
        return "facility", (facility[0],)
    if quality and other and is_only_figure(quality[0]) and not _TOO_LOW.search(text):
        return "other", (other[0],)
    if service and quality and not _OWN_COLD.search(text) and _UNHEARD.search(text):
        return "service", (service[0],)
    for kind, words in (("quality", quality), ("service", service), ("other", other)):
        if words:
            return kind, (words[0],)
    return "other", ()


def _first(text: str, facility: _Found, service: _Found) -> tuple[str, tuple[str]] | None:
    """What comes before all else that is told: damages to be paid, foul water, bad treatment."""
    treated = _TREATED.search(text) if service else None
    if not treated and (claim := causes.claim(text)):
        return "other", (claim,)
    if foul := _foul(text):
        return "quality", (foul,)
    if treated and _is_of_service(text) and not (facility and _is_of_a_thing(treated[0])):
        return "service", (treated[0],)
    return None


def _foul(text: str) -> str | None:
    """What is said of the heating water's colour or smell, where none leaks."""
    if not _WATER.search(text) or hazards.is_clean(text):
        return None
    rest = _VENTED.sub(" ", text)
    if _SPURTS.search(rest):
        return None
    dirty = _DIRTY_WATER.search(text)
    if dirty or rest is text:
        return dirty[0] if dirty else None
    return hazards.dirty(text)


def _is_of_service(text: str) -> bool:
    """A cold flat that was treated badly as well is still a cold flat."""
    return not _OWN_COLD.search(text) or bool(
        _CONTENT.search(text) or re.search(r"修好|道歉|赔|态度|骂|投诉[他她你这]", text)
    )


def _is_of_a_thing(words: str) -> bool:
    """把暖气管踩断 is a fault, 把花盆碰碎 and 把暖气片的漆碰掉 are not."""
    return words[0] == "把" and bool(_THING.search(words)) and not _FINISH.search(words)


def _is_of_fees(text: str, fee: str, facility: _Found, quality: _Found) -> bool:
    if fee[0] == "问" and (quality or facility):
        return False
    if fee == "欠费" and quality and is_of_many(text):
        return False  # not all of them owe
    if _ASKS.search(text):
        return True
    if facility and not (re.search(r"怎么退|过户", text) or hazards.is_over(text)):
        return False
    if "测温" in text and _OWN_COLD.search(text):
        return False
    return not re.search(r"不热!|屋里|家里\d", text)


def _asserted(text: str) -> str:
    """The text without its unreal clauses; all of it where nothing else is told."""
    rest = _HEARSAY.sub(" ", _UNREAL.sub(" ", text))
    if rest == text:
        return text
    return rest if any(said(rest)) else text
