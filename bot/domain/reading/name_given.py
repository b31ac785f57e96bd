"""Whole names told by their surname and by what people call their children.

Many given names hold a character that else tells a trouble or a place (得水, 国栋, 爱民). Where a
name must stand, between a flat and a number or behind what somebody is, such a one is a name.
"""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.name_words import COMPOUND, GENERIC, HAN, RISKY, SINGLE, SURNAME, is_name
from bot.domain.reading.place_words import CITY

#: given names of characters that no other name is let have
_COMMON = late(
    rf"(?:{SINGLE}|{COMPOUND})(?:[得金长春有清德福玉海永江秋三润]水|水[生根莲仙英清旺泉长源林发香秀花]|[春小冬]暖|暖[春阳]|"
    r"[玉金红银]楼|[国建家维文成]栋|栋[梁材]|[玉景]温|温[良玉馨]|[德世文永]修|修[文远竹齐]|在[民田荣]|自在|不凡|无[忌疾双]|[永大长]停)"
)
#: what no given name holds
_NEVER = (
    "漏泡淹烫危险障疼病盖烧喷滴爆冻裂断坏破臭脏湿渗凭啥咋拒的了是不没热冷凉管阀暖站户区号测报处停费急派吗呢吧再还就也"
    "要请问说电话机她他我你您咱俺们它把被但很太已够怎么什哪谁催转栋楼水温修在都气收单拆退补交关开堵响冒流跑等找打拨叫给让未无"
)
_WORDS = (
    "业主|用户|地址|[家屋夜]里|师傅|先生|女士|老[板师]|自己|孩子|[儿妻]子|[妈爸]|阳台|厨房|[卧教]室|客[厅服]|值班|情况|备注|标题|内容|回复|反映|"
    "[南东]?[西北]|[东西中南北][户屋侧边头门]|[大小][爷姐妈娘叔哥婶]|阿姨|[奶爷]|主任|经理|时间|小时|方便|联系|手|微信|[上下中]午|[早晚白]|[明今昨]天|同志|"
    "[以之]|马上|尽快|前后|左右"
)
_WHOLE = late(
    rf"(?![{RISKY}])(?:{SINGLE}(?=[{HAN}]{{2}}$)|(?:{COMPOUND}))(?!{_WORDS})[{HAN}]{{1,2}}"
)
_HAS_NEVER = late(f"[{_NEVER}]")


#: what children are called with, two of it to a surname
_GIVEN = (
    "国建华志明强伟军平杰勇涛斌超磊鹏辉刚峰浩宇翔飞龙波鑫旭亮俊凯帅晨东文林海江河川洋涵轩博瑞泽昊梓佳嘉雨雪梅兰竹菊花秀英玉珍珠凤霞红艳丽娟娜婷婉莉萍芳芬芝琴琳玲珊"
    "慧敏静淑贞洁倩欣怡悦颖莹蓉蕾薇媛嫣妍春夏秋冬生根宝贵福禄寿喜庆祥吉安宁康健顺永长久远恒昌盛兴旺发达德仁义礼智信忠孝诚学武金银铜铁云霄鸿雁燕莺娥香桂莲荷芹芸"
    "若诗诺晓立利世成广宏宽启连振钢锋钧铭锐善良民正光彬彤童玥琪琦瑶璐璇瑾瑜瑛岩岭山松柏森柱梁材栋才贤聪哲思惠爱亚雅素巧美乐俭勤奋树培保卫守双"
    "汉洪治清源润泉淼先景昭昕晶晔曦月阳星辰满少延士仕传继绍承元亨来有财进万耀荣冠魁彦仲青翠丹紫黄土田禾苗木桃杏柳槐楠桐枫雷震霖凰麟骏骥虎彪豹毅坚定菲萱茜莎卓小子大新"
    "洙姬勋焕基仓满囤粮知冲儿宪章纪述程思进跃解放援朝革命超英"
    "升如怀凌兆其维炳炎焕煜烨裕富敬桢祺祯佑佐佩依侠勃劲协友君咏喆坤垚基堂奇妮姣婵婕宜容尧崇嵩帆希庚弘彩恺恬惟慈扬捷政敦昀昂昆昱晗晖晟朋朔朝权棋棠楚榕樱欢毓沁沛泓涓"
    "澄澜灿炜烁熙爽牧玖珣理琛琬琰甜畅皓益盈盼睿硕禹科竞笑笛筠纲绪羽翰胜舒航芊芮苒茂茵荔菁萌蓓蓝蕴虹行衡言誉谊谦谨豪赫越迅迪逸邦钊钰锦闯阔隆雄靖韵音颂风馨驰骁高麒黎齐龄"
)
#: one of these alone to a surname makes no word
_OF_PEOPLE = (
    "伟军勇涛斌超磊鹏辉刚浩俊凯帅娟娜婷婉莉萍芳芬琴琳玲珊慧敏静淑贞倩欣怡颖莹蓉蕾薇媛妍娥芹芸"
    "燕艳丽霞珍杰轩昊彬琪琦瑶璐璇瑾瑜锋锐铭钧毅彪骏菲萱茜莎洁伦莺嫣琼"
)
#: surnames that compounds' names begin with as well, and what these end in
_OF_BOTH = "金万龙华安康高林江文武黄白石田云水明成常乔梁盛兰梅荣景方银富祥东和桂柳松燕海丰宏"
_ENDS_BOTH = "源山林海河江洋峰天月光云春华龙安康福"
#: characters of the shortest whole name
_SHORTEST = 2
_OF_PLACE = late(
    "[苑园里村庭湾府城居阁轩邸墅郡院屯庄堡台寨沟岭坡桥店镇乡县区路街巷道河湖山景际广厦座期]$"
)
#: what they begin with sooner than people do, if the given name isn't plainly one
_MOSTLY = "金万龙华安康白田云水成盛兰景方银富祥东和柳松海丰宏"
_PLAINLY = f"{_OF_PEOPLE}建国志秀晓小桂德立学忠义英玉春永生"
_WHOLE_PERSON = late(
    rf"(?![来门都还由小和])(?!{COMPOUND})(?:{SINGLE}[{_GIVEN}]{{2}}(?<![小子大儿放命])(?<![{_OF_BOTH}].[{_ENDS_BOTH}])(?<![{_MOSTLY}][^{_PLAINLY}][^{_PLAINLY}])|{SINGLE}[{_OF_PEOPLE}])"
    rf"|(?!东方|第五|即墨|濮阳|南宫)(?:{COMPOUND})(?:[{_GIVEN}]{{2}}|[{_GIVEN}南])"
)
_OF_TWO = late(rf"(?!东方|第五|即墨|濮阳|南宫)(?:{COMPOUND})(?!.*[苑园里村庭湾府城居阁轩邸墅郡院])")
_TWO = late(rf"(?![{RISKY}])(?!{CITY}){SINGLE}[{_GIVEN}野洋桥原冰栋]")
_GIVEN_PERSON = late(rf"{SINGLE}[{_GIVEN}]{{2}}")
_SHORT_PERSON = late(rf"(?![来门都还由小和]){SINGLE}[{_GIVEN}](?<![子])")
_NO_PERSON = late(
    r"万[达科和家]|高新|华[润夏宇]|龙湖|金[茂凤]|成功|连续|花香|阳光|田园|安静|明[亮丽]|方[正圆]|华丽|艳丽|严[正明]|万[一全]|平静|高[超洁]|全[民国]"
)


def is_person(word: str) -> bool:
    """Whether a word by itself is nothing but a name: a surname, and what children are called."""
    if _WHOLE_PERSON.fullmatch(word) is None:
        return is_common(word) or (_OF_TWO.match(word) is not None and is_whole(word))
    return not _NO_PERSON.match(word)


def may_be_person(word: str) -> bool:
    """Whether a word can be a name as well as something else: 高峰, 白雪, 梁栋, 牛满仓."""
    if len(word) == _SHORTEST:
        return _TWO.fullmatch(word) is not None and not _NO_PERSON.match(word)
    return is_whole(word) and is_name(word) and not _OF_PLACE.search(word)


def is_given(word: str) -> bool:
    """Whether it is a surname, whichever, and two characters that children are called."""
    return _GIVEN_PERSON.fullmatch(word) is not None


def is_short(word: str) -> bool:
    """Whether it can be a surname with one character that children are called."""
    return _SHORT_PERSON.fullmatch(word) is not None and not _NO_PERSON.match(word)


def is_common(name: str) -> bool:
    """Whether a name is a surname with a given name that many have, though it looks like a word."""
    return _COMMON.fullmatch(name) is not None


def is_word(name: str) -> bool:
    """Whether it is a word of the trade or of the day, and no name."""
    return GENERIC.search(name) is not None and not is_common(name)


def is_whole(name: str) -> bool:
    """Whether it is a surname with a given name of two characters that no trouble is told with."""
    if is_common(name):
        return True
    return _WHOLE.fullmatch(name) is not None and not _HAS_NEVER.search(name[1:])


#: in nobody's name, of what people call: 我叫维修的来
_NO_CALL = late("[不没无热冷凉漏水暖气阀管修你我他她了的说去来师傅人车电门家客服物业把给让问]")
_WORD = 2


def can_be_told(name: str) -> bool:
    """Whether somebody can be called so who says it himself: `我叫阿布都赛米,`."""
    return len(name) > _WORD and _NO_CALL.search(name) is None


#: a surname before 小 and a given name
_WHOLE_BEFORE = late(rf"(?<![{HAN}])(?![{RISKY}])(?:{SURNAME})[小]")


def ends_a_name(plain: str, start: int, end: int) -> bool:
    """Whether 小某 is what is given to a surname before it: 方小燕, 艾小米."""
    whole = _WHOLE_BEFORE.match(plain, max(0, start - 1), end)
    return whole is not None or is_person(plain[start - 1 : end])
