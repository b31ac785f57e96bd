"""What a message is about and how bad it is, where one word points elsewhere (R3.1.2, R3.1.3)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

COMPLAINTS = {
    # buildings from one to another in Han figures; none of what was promised came
    "三栋到七栋全都没得暖气,锦绣里物业小高13812340001": ("quality", "major"),
    "锦绣里一栋到四栋从昨晚就没得暖": ("quality", "major"),
    "锦绣里安置房2到8号楼 盼了一礼拜 没见着一点热气": ("quality", "major"),
    "回迁小区3号到9号楼至今没感到一丝暖意 13812340001": ("quality", "major"),
    "锦绣里3号楼一单元到三单元没得暖气": ("quality", "general"),
    "锦绣里5号楼一到三楼没得热气": ("quality", "general"),
    # one compound after the other
    "柳荫里、槐花苑、枣园小区从11月20日起陆续停暖,热力只说等通知": ("quality", "major"),
    "槐花苑、枣园新村、北关家属院昨夜先后断暖,电话打不通": ("quality", "major"),
    "锦绣里2号楼60户停暖三天,物业说欠费关阀,我们都交了费,要求马上供": ("quality", "major"),
    "锦绣里2-1-107 系统显示欠费,其实我交了,帮查一下": ("other", "general"),
    # water let out with the air
    "暖气放风阀喷出来的是白色浑水,一股臭味,锦绣里3-1-201": ("quality", "major"),
    "放气阀里喷黄汤子,恶臭,熏得一家子头疼,锦绣里3-1-202": ("quality", "major"),
    "锦绣里3-1-203 放风阀关不严,滋滋冒水,拿个可乐瓶接着": ("facility", "general"),
    "暖气阀门漏水,流得一地都是,墙都泡发黑了,锦绣里3-1-206": ("facility", "general"),
    # who fell, and what hangs over people
    "建设路口热水井冒水冻了一大片 一辆电瓶车刚刚滑翻 骑车的坐地上": ("facility", "major"),
    "公园路北口暖气井冒水结冰,一个老太太摔得站不起来": ("facility", "major"),
    "锦绣里门口井里往外淌水,路面结了层薄冰": ("facility", "general"),
    "南环跨线桥下架空热力管的支架倒向一边 螺栓掉了 下面就是公交站": ("facility", "major"),
    "人行道正上方那根热力管托架断了 管子悬着 友谊路": ("facility", "major"),
    "厂区架空管支架锈了,没变形,报个备,友谊路东段": ("facility", "general"),
    "地下室管道支架歪了,锦绣里3号楼": ("facility", "general"),
    # few, whatever they say
    "锦绣里6号楼整个2单元都不热,从一楼到顶楼没一家热的": ("quality", "general"),
    "老街五家商铺屋里都冰凉,一共五家,领头的王老板13812340001": ("quality", "general"),
    "文化街沿线商户六十多家全没暖": ("quality", "major"),
    "早上盆里都有冰碴,后半夜全凉,柳荫巷9号": ("quality", "general"),
    "902户主:接头裂了缝往外洇,今晚冻着,锦绣里3-1-902": ("facility", "general"),
    # feared
    "泵房门前阀井泡水,阀门锈死,真要爆管了关不住,希望早修,锦绣里": ("facility", "general"),
    "检查井里积水老深,哪天真出事关都关不上,提个醒,锦绣里": ("facility", "general"),
    "锦绣里物业:水泵叫得厉害,像要抱死,请来看": ("facility", "general"),
    # manners
    "缴费窗口的人当着一排人念我欠多少钱还笑话我,要她道歉,锦绣里3-1-101": ("service", "general"),
    "营业厅大姐挖苦我交不起暖气费,13812340001 锦绣里": ("service", "general"),
    "锦绣里5-1-102 去收费厅办报停,保安推搡我": ("service", "general"),
    "受理渠道:微信公众号;地址:锦绣里4号楼;内容:大厅叫号不按顺序,保安辱骂老人": (
        "service", "general",
    ),
    "锦绣里5-1-108 叫号排到了又说系统故障交不了费,什么时候能交": ("other", "general"),
    "客服听我说完管子的事,冷笑一声说您自己拧不就完了,锦绣里3-2-102": ("service", "general"),
    "打电话问几时来,那边说急什么急,锦绣里3-2-104 13812340001": ("service", "general"),
    "师傅拿了我家两包烟,活干一半走了,锦绣里3-2-106": ("service", "general"),
    "说好上午来,等到天黑,电话不接,锦绣里3-2-136": ("service", "general"),
    "公众号里客服只会发表情,问啥都不答,锦绣里3-2-134": ("service", "general"),
    "说好来修漏水的阀,三天没人来,锦绣里3-2-137": ("facility", "general"),
    # dates and papers
    "我家费早交了还给我关阀,锦绣里3-2-109": ("other", "general"),
    "供暖能提前几天吗,月子里的孩子怕冷,锦绣里3-2-123": ("other", "general"),
    "用户问停暖日期,晚停几天行不行,有老人怕冷,锦绣里5-1-111": ("other", "general"),
    "锦绣里5-1-110 想问今年哪天停暖,能不能往后延几天,孩子小怕冻": ("other", "general"),
    "我们楼昨晚又停暖了,几号能来?锦绣里5号楼": ("quality", "general"),
    "你好,问一下发票能从手机上开不,我锦绣里4-803的 谢谢": ("other", "general"),
    # what it sounds like, how it was joined, no pressure
    "一到半夜暖气管里哗啦哗啦像倒石子,睡不着,锦绣里2-1-102": ("facility", "general"),
    "管道里像有蛤蟆叫,锦绣里2-1-106": ("facility", "general"),
    "锦绣里7号楼进回水管接颠倒了,整楼都凉": ("facility", "general"),
    "锦绣里9号楼送回水管子接错了,一楼到顶都不热": ("facility", "general"),
    "锦绣里低区机组带不动,补水补不进去": ("facility", "general"),
    "楼上热楼下凉,锦绣里2-1-107": ("quality", "general"),
    "天然气不够,锦绣里2-1-108 暖气停了": ("quality", "general"),
    # shouted among colleagues (R2.2.4)
    "南站进水了 循环泵全泡着": ("facility", "major"),
    "站里变压器着火冒烟": ("facility", "major"),
    "二号站变压器炸了": ("facility", "major"),
    "机房灌水了 快来人": ("facility", "major"),
    "换热站水泵抱轴了": ("facility", "major"),
    "站里没电了": ("facility", "major"),
    "一次网回水管焊口撕了 正在放水 赶紧停站": ("facility", "major"),
    "换热站院里热水没过脚面 循环泵保不住": ("facility", "major"),
    "热力管保温铁皮被风刮起来 挂在高压线上": ("facility", "major"),
    "锦绣里3-2-128 热表没数字了": ("facility", "general"),
    # a valve that answers to nothing, a meter without power, what is changed time and again
    "智能阀不动作,卧室冷,手机上显示离线,锦绣里3-2-140": ("facility", "general"),
    "新换的热量表显示0 一直不动,锦绣里3-2-141": ("facility", "general"),
    "一冬天换了三回阀,每回都说好了,过两天又漏,锦绣里3-2-142": ("facility", "general"),
    "2号机甩负荷 供温一路往下掉 八个站都在掉": ("facility", "major"),
    "昨夜地沟里的热水灌进屋,床都漂起来了,锦绣里8号楼1门101": ("facility", "major"),
    # signs of a cold room, and why it is cold
    "透心凉,墙上全是水珠,柜子后头长毛,十三四度,锦绣里3-2-143": ("quality", "general"),
    "屋里嘎嘎冷 跟没供一样 锦绣里3-2-144": ("quality", "general"),
    "滴水湾小区3-2-145 没暖,冷": ("quality", "general"),
    "昨天停电,来电以后别的楼都热了,就我们楼凉的,锦绣里8号楼": ("quality", "general"),
    "前半夜有热后半夜没有,锦绣里3-2-146": ("quality", "general"),
    "楼上没人住报停了,我家地板跟冰面似的,16度,锦绣里3-2-147": ("quality", "general"),
    "时有时无,早上基本不热,望退还部分费用并解决,锦绣里3-2-148": ("quality", "general"),
    "师傅换过跑风也好了,前天又不热了,三回了,能不能彻底查一下,锦绣里3-2-149": (
        "quality", "general",
    ),
    # what was ticked, not what a form offers
    "信息表\n□无热 ☑温度低 □漏水 □其他\n住址:锦绣里3-2-150 测温:12.6℃": ("quality", "general"),
    # who did not keep a promise, who did not take his shoes off
    "三次预约测温三次失约,锦绣里3-2-151": ("service", "general"),
    "嫌测温师傅没戴鞋套,踩一地,锦绣里3-2-152": ("service", "general"),
    "师傅约好的没去,人家等了一上午,锦绣里3-2-153 13812340001": ("service", "general"),
    "前台让我跑了三趟,就不能一次说清,锦绣里3-2-154": ("service", "general"),
    # paid and not opened, asked for, paid twice
    "交了钱APP显示锁闭 没人来开 锦绣里3-2-155": ("other", "general"),
    "费都交了十天了也不给开,脚都冻麻了,锦绣里3-2-156": ("other", "general"),
    "今年会不会又停,想提前备个电暖器,锦绣里3-2-157": ("other", "general"),
    "屋里冷,能不能给加组暖气片,多少钱我自己出,锦绣里3-2-158": ("other", "general"),
    "费交重了要退一笔,锦绣里3-2-159": ("other", "general"),
}  # fmt: skip

NONE = (
    "邻居们谁要电暖器 家里闲置一台 八成新 50块拿走",
    "多出来一个小太阳,有要的没,白送",
    "有个大爷问暖气费能不能刷医保卡,我跟他说了不行",
    "刚有用户来问能不能手机缴费,我教他了,小程序就行",
    "有客户打听报停啥时候截止,我告诉她了10月底",
    "立冬了,祝师傅们身体健康,多吃饺子少摔跤",
    "客户问退费走啥流程,我让她去大厅了",
    # settled, planned, or what to do if
    "补水泵跳了两回 又合上了 先观察",
    "换热站跳闸那个00:20送上了 出站正常",
    "补水泵检修票开好了,9点停泵10点恢复,调度知悉",
    "记一下,机组失压了就得先看电源,别等人问",
)


@pytest.mark.parametrize(("text", "expected"), COMPLAINTS.items())
def test_type_and_severity(text: str, expected: tuple[str, str]) -> None:
    (complaint, *_) = read(text)
    assert (complaint.type, complaint.severity) == expected


@pytest.mark.parametrize("text", NONE)
def test_is_no_complaint(text: str) -> None:
    assert read(text) == ()
