"""What was spoken and written down by a machine: without stops, with all that is said between."""

from __future__ import annotations

import pytest

from bot.domain.complaint import normalise, read
from bot.domain.reading.spoken import tidied

#: what is said; name, number, address and compound of the one complaint
SPOKEN = (
    (
        "我是那个松柏里小区的就是二十三号楼然后是一单元嗯是九零二那个我家暖气不热你们来看看吧我叫崔玉梅电话是幺三九一一一一零零零一",
        ("崔玉梅", "13911110001", "松柏里小区 二十三号楼 一单元 九零二", "松柏里小区"),
    ),
    # a name said twice, a house said twice
    (
        "我家漏水了我家是松柏里的松柏里一期那个五栋三门六楼东门姓孟电话一三九一一一一零零零一快点啊",
        ("孟", "13911110001", "松柏里一期 五栋三门六楼东门", "松柏里一期"),
    ),
    (
        "家里冷死了在那个商场旁边的柳荫苑柳荫苑知道吧十二号楼一单元三零三我姓柴一三九一一一一零零零一",
        ("柴", "13911110001", "柳荫苑 十二号楼一单元三零三", "柳荫苑"),
    ),
    (
        "师傅你好我家住在柳荫苑四栋嗯四栋二单元顶楼七零二 暖气上不来 我姓孟 一三九一一一一零零零一",
        ("孟", "13911110001", "柳荫苑 四栋二单元顶楼七零二", "柳荫苑"),
    ),
    # a number taken back
    (
        "嗯那个我是松柏里小区的松柏里小区四号楼嗯不对是十四号楼十四号楼二单元七零一啊暖气漏水姓佟电话一三九一一一一零零零一",
        ("佟", "13911110001", "松柏里小区 十四号楼二单元七零一", "松柏里小区"),
    ),
    # rooms above the ninth floor
    (
        "热力的师傅走了以后还是不热这都第三回了柳荫苑六栋二单元十二零四你们到底能不能修姓孟",
        ("孟", None, "柳荫苑六栋二单元十二零四", "柳荫苑"),
    ),
    # the character of a name explained
    (
        "厨房暖气往外滋水松柏里小区三号楼五单元三零一我姓满满意的满电话一三九一一一一零零零一",
        ("满", "13911110001", "松柏里小区三号楼五单元三零一", "松柏里小区"),
    ),
    (
        "我叫栗长贵栗子的栗住松柏里小区七号楼二单元三零一暖气漏水电话一三九一一一一零零零一",
        ("栗长贵", "13911110001", "松柏里小区七号楼二单元三零一", "松柏里小区"),
    ),
    (
        "屋里凉我在松柏里小区二号楼三单元四零一 我是刘老师 卯金刀刘 电话一三九一一一一零零零一",
        ("刘老师", "13911110001", "松柏里小区二号楼三单元四零一", "松柏里小区"),
    ),
    # what the agent asks, run together with the answers
    (
        "我家厨房暖气管往外滋水您先别着急您家在哪柳荫苑几号楼三号楼五单元几层三零一贵姓姓满满意的满您电话呢一三九一一一一零零零一",
        ("满", "13911110001", "柳荫苑 三号楼五单元 三零一", "柳荫苑"),
    ),
    # a number's groups as sentences
    (
        "哎你好啊。我家住在,农机厂宿舍。农机厂宿舍三栋,二门,五楼左手。暖气片不热。我叫崔桂荣。电话是幺三九。一一一一。零零零一。",
        ("崔桂荣", "13911110001", "农机厂宿舍三栋,二门,五楼左手", "农机厂宿舍"),
    ),
    (
        "一五零那个不用了,打这个,一三九,一一一一,零零零一,我还是松柏里小区,三号楼,二单元,一零零一那家,暖气不热",
        (None, "13911110001", "松柏里小区,三号楼,二单元,一零零一", "松柏里小区"),
    ),
    # a blank behind every word
    (
        "喂 你好 我 是 昨天 打过 电话 的 就是 松柏里 小区 十号楼 一单元 二十五零一 还是 不热",
        (None, None, "松柏里小区十号楼一单元二十五零一", "松柏里小区"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "told"), SPOKEN)
def test_what_is_said_between_is_no_part_of_it(
    text: str, told: tuple[str | None, str | None, str | None, str | None]
) -> None:
    (one,) = read(text)
    assert (one.name, one.phone, one.address, one.community) == told


@pytest.mark.parametrize(
    "text",
    [
        "松柏里小区3号楼2单元501,暖气不热,就是那个老问题,电话13911110001",
        "暖气滴答滴答漏水",
        "哗啦哗啦响",
        "帮我看看松柏里小区三号楼的那个换热站是不是停了",
        "面积该按哪个收,哪天能来",
        "您好什么时候来热啊松柏里小区三号楼二单元五零一等着呢",
        "我家住松柏里小区十号楼二单元住的是五层不是六层暖气不热",
        "松柏里小区三号楼楼道的暖气水管漏水的水淌到一楼门口了快来人",
    ],
)
def test_what_was_written_stays(text: str) -> None:
    assert tidied(text) == text


def test_what_is_kept_of_it_is_what_spans_stand_in() -> None:
    text = SPOKEN[0][0]
    (one,) = read(text)
    assert one.address is not None
    assert all(part in normalise(text) for part in one.address.split())
    assert all(part in text for part in one.address.split())
