"""Whether words complain, and of what: told by their form, each in words of its own."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

TYPES = {
    # a thing, and what became of it
    "立管根部锈穿了,换盆接着": "facility",
    "厨房暖气片底下一汪水,擦了又有": "facility",
    "墙上的温控器屏碎了,一直按最大烧": "facility",
    "架空管的保温棉掉了一大截,管子光秃秃的": "facility",
    "邻居装修把公共立管焊死了,我家这趟不走水": "facility",
    "沟盖板踩上去直响,缝里往上冒热气": "facility",
    "总阀手柄锈住了,谁都拧不动": "facility",
    "The pipe under the window is leaking, one bowl a day": "facility",
    "我在门口闻到煤气味,从小室里飘上来的": "facility",
    # cold, whatever reason was given for it
    "宿舍暖气片摸着跟铁疙瘩一样": "quality",
    "问了说是管网老化,屋里就13度": "quality",
    "只有进水管热,片子是凉的": "quality",
    "孩子冻得直淌鼻涕,屋里16度": "quality",
    "不热,打了七次电话,接线员就说等着": "quality",
    "客厅26度,开着窗睡,阀门锁着我自己关不小": "quality",
    "师傅态度很好,就是没找到毛病,北屋14度": "quality",
    "开栓第三天了,一点热气没有": "quality",
    "暖气还是冰的,短信却说处理完了": "quality",
    # how one was treated
    "屋里挺热,就是你们的人把花盆碰碎了不吭声": "service",
    "来换管子的把地砖刨开一溜,快俩月了没恢复": "service",
    "约好周六上午来换表,等到天黑没见人": "service",
    "窗口那位一边嗑瓜子一边说自己看墙上": "service",
    "换个阀收了三百现金,票也不给,问就翻白眼": "service",
    "修完走了,柜子没给装回去": "service",
    # money, paper, questions
    "去年停热好几天,要求退费": "other",
    "想把客厅的片子移个位,问咱给不给干": "other",
    "他家热着呢,就想问问过年会不会停": "other",
    "停供的房子管子冻裂了,楼下说要赔,问咱公司管不管": "other",
    "我不上门,就问阀往哪边拧是开": "other",
}
NO_COMPLAINTS = (
    "撤单申请:家中不热系自家阀门未开,现已打开",
    "【系统测试】测试工单,请勿派发,内容:测试不热",
    "案例学习:某用户反映室温14度,测温员没带仪器,各班组引以为戒",
    "建议公众号里加一个自报室温的功能,一点浅见,仅供参考",
    "想起2008年冬天楼里暖气炸了,我和弟弟拿盆舀水,还挺怀念",
    "问:室温不达标怎么办? 答:可拨打热线申请测温。(摘自用热百科)",
    "上次反映的多收面积的事,钱昨天退回来了,此帖可以关闭",
    "收费大厅排队排到门口了,谁来支援一下",
    "到现在没有一个小区停热,大家放心",
    "好几个用户问今晚会不会提温,咱统一怎么回?",
)


@pytest.mark.parametrize(("words", "kind"), TYPES.items())
def test_type(words: str, kind: str) -> None:
    (complaint,) = read(f"{words},桐花苑3-2-501,13812340001")
    assert complaint.type == kind


@pytest.mark.parametrize("text", NO_COMPLAINTS)
def test_no_complaint(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "答复说“已现场测温,用户表示满意”,可没人来过,家里16度,重新派人,桐花苑3-2-501 13812340001",
        "每回派单都显示已处理,压根没人上门,今天又问,屋里13度,桐花苑3-2-501",
        "【官方回复】您好,该住户室温19度。【追问】你们测的不是我家!桐花苑3-2-501,屋里15度",
        "前年冻裂过一次,当时就修好了。今年入冬屋里又冷,麻烦派人看看,桐花苑3-2-501 13812340001",
        "谁负责这片?物业说6栋楼暖气全是凉的,桐花苑小区 13812340001",
        "业务:恢复供热申请 地址:桐花苑3-2-501 电话:13812340001 备注:网上付款付不了",
    ],
)
def test_what_was_answered_before_closes_nothing(text: str) -> None:
    assert len(read(text)) == 1
