"""Who called it in, who is known by another name, whose number is another's (R2.2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

A, B = "13911110001", "13911110002"


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        (f"老丁刚打来的 他们那趟楼凉了 云杉里 老丁号我记了 {A}", "老丁", A),
        ("架空管外头的铁皮掉下来了 云杉路西口 修鞋的老耿头报的", "老耿头", None),
        (f"云杉路主管裂了 现场找老蔫儿{A}", "老蔫儿", A),
        (f"云杉屯后街红铁门。炕凉得像石头。我是老孙婆子,电话{A}", "老孙婆子", A),
        (f"用户王占魁说短信说已测温,可没人去过他家。云杉里 11-3-602,{A}", "王占魁", A),
        (f"暖气断了两天。接电话的姓毕,说“知道了”。云杉护理院\n家属 齐建华 {A}", "齐建华", A),
        (f"水发绿。给了我他们孟经理的号{A}。云杉里 3-704,姜晓东,{B}", "姜晓东", B),
        ("水柱老高 公交站牌都够着了 云杉桥北引桥 大管子呲了", None, None),
        (f"大曲 云杉苑5-2-502 15度 {A}", "大曲", A),
        (f"炕凉得像石头。云杉苑1-1-101 老关节炎犯了 芦守业 {A}", "芦守业", A),
        (f"云杉苑 A座31户没热 物业客服部 小鞠 {A}", "小鞠", A),
        (f"云杉里2-2601,屋里15度。让我打给雷站长({A})。我白天上班,手机{B}", None, B),
    ],
)
def test_whom_to_call(text: str, name: str | None, phone: str | None) -> None:
    assert [(c.name, c.phone) for c in read(text)] == [(name, phone)]


def test_what_a_neighbour_is_stands_before_his_name_in_a_chat() -> None:
    text = (
        f"云杉业主群\n楼主老戴 19:03:我家8-2-601 凉的 {A}\n"
        f"开水果店的燕子 19:10:我门市 云杉坊1-6号 也不热 {B}"
    )
    assert [(c.name, c.phone) for c in read(text)] == [("老戴", A), ("燕子", B)]


def test_a_letter_is_answered_at_the_number_it_is_signed_with() -> None:
    text = (
        f"各位领导:\n俺是云杉村的,整村的暖气片子一天都没热过。找村会计徐广才({A}),会计说找镇上供暖办;"
        "供暖办说找公司,给了个座机0530-4128800,打过去是传真声。啥时候能来热水?\n"
        f"老王头 电话{B}(俺耳背)"
    )
    assert [(c.name, c.phone) for c in read(text)] == [("老王头", B)]


def test_each_matter_of_a_batch_keeps_its_own_caller() -> None:
    text = (
        "12345批量转办(3件)\n"
        f"件1 诉求人:阚女士 {A} 地址:云杉县桦木镇 柳河湾 5-1-502 诉求:室内16.5度\n"
        f"件2 诉求人:赖先生 {B} 地址:云杉县 承钢东路 门市17号 诉求:交费两周未开阀\n"
        "件3 诉求人:匿名 地址:云杉县甲山镇 甲山小区 诉求:五栋楼停热至今"
    )
    assert [(c.name, c.phone) for c in read(text)] == [("阚女士", A), ("赖先生", B), (None, None)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("我校云杉育英小学共14个班,今晨起教室无一处有热。", "云杉育英小学"),
        ("云杉苏木查干嘎查从昨晚起没热", "云杉苏木查干嘎查"),
        ("云杉里咋回事了 从昨晚就凉了", "云杉里"),
        ("暖气漏水 还是老地方云杉小区十三号楼一单元二楼", "云杉小区十三号楼一单元二楼"),
        ("云杉雅居三十五户说管子冰手", "云杉雅居"),
        ("有人喊云杉苑全小区停 没那回事 就7号楼703一户不热", "云杉苑 7号楼703"),
        ("联系她 0468-3350127:云杉雅居三十五户说管子冰手", "云杉雅居"),
        ("铁皮掉下来了 底下是学生放学的道 云杉路铁道口西侧", "云杉路铁道口西侧"),
        ("云杉五中全校教室都十五六度 要求加温", "云杉五中"),
        ("草原路南 大云杉村 不对,是小云杉村 没热", "草原路南 小云杉村"),
        ("一、19:40,大石桥 云杉小区:全小区断暖,站里没人接电话", "大石桥 云杉小区"),
        (
            "怎么都没人管 邻居家没问 平凉 云杉大道 云杉苑 3-1-1402 摸着冰",
            "平凉 云杉大道 云杉苑 3-1-1402",
        ),
        ("求助!全校五个宿舍区没有一个地方是热的。学校是云杉职业学院,三千多学生", "云杉职业学院"),
        ("廊坊这边 和平路 云杉小区3号楼没热", "廊坊 和平路 云杉小区3号楼"),
    ],
)
def test_the_address_is_the_place_alone(text: str, address: str) -> None:
    assert [c.address for c in read(text)] == [address]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("东营寰宇青年城A座 没热", "寰宇青年城"),
        ("涿鹿轩辕华庭5-3-804 没热", "轩辕华庭"),
        ("宝鸡凤翔东湖景苑九号楼没热", "东湖景苑"),
        ("长春花园3号楼没热", "长春花园"),
        ("东港湾华庭1-2-301没热", "东港湾华庭"),
    ],
)
def test_a_city_before_the_name_is_no_part_of_it(text: str, name: str) -> None:
    assert [c.community for c in read(text)] == [name]


def test_the_neighbours_code_is_of_the_house_that_was_told_before() -> None:
    found = read(f"云杉花园二期8号楼2-301 小古 {A} 卧室12度 还有他对门2-302 小艾 温控器黑屏 {B}")
    assert [c.address for c in found] == ["云杉花园二期8号楼2-301", "云杉花园二期8号楼 2-302"]


@pytest.mark.parametrize(
    "head",
    ["【接龙】今天还不热的请接龙(云杉小区业主群)", "云杉小区业主群接龙", "#接龙 云杉小区不热的"],
)
def test_the_group_that_a_round_is_of_is_the_place_of_all(head: str) -> None:
    found = read(f"{head}\n1. 4号楼1-301 13度\n2. 4号楼2-602 摸着冰手\n3. 6号楼1-102 热了")
    assert [c.address for c in found] == ["云杉小区 4号楼1-301", "云杉小区 4号楼2-602"]
