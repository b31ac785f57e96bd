"""The words of the work groups, and which verb each stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be asked of the bot, and everything people call it."""

    #: the canonical name, itself a strong word
    name: str
    #: strong: may open a message
    words: tuple[str, ...] = ()
    #: mean it only when a ticket is named, by number or by quote
    loose: tuple[str, ...] = ()
    #: whether it takes ticket numbers
    numbered: bool = True
    #: mean it only as the whole message
    alone: tuple[str, ...] = ()
    #: may stand right behind its words, without a blank
    follows: tuple[str, ...] = ()
    #: make another word of it: 完成度, 转发, 补水
    never: tuple[str, ...] = ()
    #: words that also say why or how, so they stay among the user's own
    kept: frozenset[str] = frozenset()


_UNNUMBERED = frozenset(
    {"我的", "超时", "在办", "今日", "统计", "谁值班", "谁手上", "帮助", "绑定", "导出", "交班"}
)

#: Lists that several verbs share, by @name.
_SHARED = """
@times: 今天 今晚 今日 今早 明天 明早 明晚 明日 后天 大后天 上午 下午 中午 晚上 早上 周 下周 星期
    一会 半小时 半个 两小时 两个小时 1 2 3 4 5 6 7 8 9
    一点 二点 两点 三点 四点 五点 六点 七点 八点 九点 十点 十一点 十二点
    早饭 午饭 中饭 晚饭 饭后 吃完 傍晚 礼拜 下班
@verdicts: 合格 不合格 通过 没通过 不通过 未通过 ok 不行 达标 没过 过了
@ratings: 满意 不满意 基本满意 非常满意 很满意 比较满意 未评价 没评价 一般 未接通 没接 不太
@fields: 电话 手机 地址 住址 姓名 名字 户主 用户 温度 室温 类型 小区 联系 房号 门牌 测温 信息 一个
    说明 来源 渠道 窗口 来信
"""

#: Each verb: its strong words; below it the fields of `Verb`. A star marks the words to be kept.
_TABLE = """
接单: 收到 收倒 收道 收到了 接了 我接* 我接了* 接下了 接收 认领 领了 我来* 我来吧* 我来处理* 我来弄*
    我去* 我去看看* 马上去* 这就去* 马上过去* 这就过去* 马上安排 马上处理 马上到* 立即处理
    去处理 已安排 安排了 已派人 派人了 派人去了 接警 收到收到 收到收到收到 shoudao jiedan
  loose: 知道了 知道 了解 明白 明白了 在路上* 在路上了* 在去的路上* 出发了* 已出发* 往那走了*
    过去了* 正在过去* 马上 这就来* 安排
  follows: 马上 这就 立即 立刻 安排 现在 我 知道 明白 谢谢 正在 已安排 好的 看看 处理 #
  never: 请 的请 不了 过 用户 投诉 后请 电 问 说 反映 投 通知
已联系: 联系了 联系过 联系过了 联系上了 已联系上 已联系用户 联系用户了 联系好 联系好了 联系到了
    打过电话 打过电话了 已打电话 电话打了 打了电话 电话联系了 已电话联系 已电联 电联了 已经联系
    已约 已预约 约好了 已沟通 沟通了 联系完 联系完了 yilianxi
  loose: 联系 电话联系 约了* 约好 约在* 约到* 预约 跟用户说好了 说好了 打电话了 约* 约今天* 约明天*
    约今晚*
  follows: 约 用户 户主 住户 上 @times
  never: 不上 不到 方式 电话 人
到场: 到现场 到现场了 已到现场 到达现场 已到场 到场了 到达 已到达 到达了 已到 已到位 人到了 我到了
    我们到了 已经到了 进场了 现场到了 daochang
  loose: 到了 到啦 到位 到位了 到用户家了 到用户家 到家了 到小区了 到楼下了 到站了
    到站里了 到换热站了 到泵房了 到地方了 已到站 在现场 在现场了 进户了
    已上门
  never: 馆 所 时间 不了 晚上 费 期
方案: 处理方案 抢修方案 处置方案 维修方案 应急方案 预案 方案是 方案如下 计划方案
  loose: 计划*
  follows: 先 关 停 换 焊 挖 是 就
  never: 没 还 什么 不
进展: 进度 最新进展 目前进展 进展情况 现场情况 情况汇报 汇报 进展汇报 最新情况 jinzhan
  loose: 正在* 在修* 在焊* 在挖* 在换* 等配件* 等料* 等件* 缺配件* 没配件*
    要停水* 需要停水* 需停水* 关阀了* 已关阀* 挖开了* 焊上了* 正在升温* 升温中* 已放气* 放气了*
    洗了过滤网* 开阀了* 家里没人* 没人在家* 用户不在家* 家中无人* 没人开门* 敲门没人* 电话不接*
    没弄完* 还没弄完* 没干完* 还没干完* 没弄好* 还没弄好*
    没弄完呢* 还没弄完呢* 没干完呢* 还没干完呢* 没修完呢* 没弄好呢*
    不接电话* 没人接* 无人接听* 打不通* 电话不通* 联系不上* 没联系上* 关机* 还没修好* 没修好*
    没修完* 还没好* 没好* 修不了* 处理不了* 处理中* 抢修中* 维修中* 还在修* 测温* 在补水* 补水中*
    需要换* 需更换* 电话打不通* 手机打不通* 电话没人接* 空号* 电话空号* 电话是空号* 停机* 联系不到*
    用户没在家* 没在家*
  follows: 正在 已 现场 是 目前
  never: 怎么 如何 咋 缓慢 慢 太慢 呢
完成: 完成了 已完成 处理完 处理完了 处理完毕 处理完成 处理好了 已处理 已处理完 已处理好 修完了 办结
    已办结 完工 已修复 已修好 已解决 解决了 抢修完成 抢修完毕 维修完成 弄完了 wancheng
  loose: 好了 都好了 全好了 修好了 修好 弄好了 弄好 搞定 搞定了 搞好了 完事 完事了 完事儿 完事儿了
    完毕 完了 恢复 恢复了 已恢复 恢复正常* 正常了 热了* 热起来了* 都热了* 不漏了* 换好了* 换完了*
    整好了 整完了 修复 修复了 处理了 没问题了 供上了* 通了* ok了 可以了 干完了 收工 收工了 结束
    结束了 妥了 解决 恢复供暖* 恢复供暖了* 恢复供热* 恢复供热了* 已恢复供暖* 已恢复供热* 行了 完活
    完活儿 热乎了* 利索了 弄利索了 妥妥的 欧了 弄完 干完 搞完 整完 整好
  follows: 换 已 放 清 开 关 焊 补 更 洗 修 调 拆 温 测 室 用户 现 恢复 供 排
  never: 度 率 情况 不了 不成 没 的不 得不 后 之后 以后 前 时间 后再 任务
撤销完成: 撤回完成 取消完成 完成撤回 完成撤销 完成发错了 完成报错了 完成点错了
验收: 已验收 验收了 验收过 验收过了 验收结果 检查验收 复验 yanshou
  loose: 查验 验过了 验了 合格* 不合格* 检查合格*
  follows: @verdicts
  never: 单 标准 什么 人 不了 组
已反馈: 反馈了 反馈过了 已反馈用户 反馈用户了 告诉用户了 告诉用户 已告诉用户 已告知 已告知用户
    告知用户了 告知了 已回复 已回复用户 回复用户了 已通知用户 通知用户了 跟用户说了 yifankui
  loose: 反馈 回复了 告知 用户知道了 和用户说了 给用户说了 回复用户 告知用户 反馈用户
  follows: 用户 @ratings
  never: 给物业 物业 领导 情况
回访: 已回访 回访了 回访过 回访过了 回访完成 回访用户 电话回访 回访结果 huifang
  follows: 用户 结果 @ratings
  never: 率 单 时间 什么 不了 员 电话里
转: 转给 转派 转到 转交 转交给 已转 已转给 派给 改派 移交 移交给 转单 退回* 退单* 给转
  loose: 派 派到 不归我们* 不归我们管* 不归我管* 不归我* 不是我们的* 不是我们* 不是我们管*
    不是我们片区* 不属于我们* 不是我的* 拒单* 让检修去* 找检修*
  follows: 检修 维修 抢修 运行 客服 服务 物业 收费 给 热源
  never: 过 发 告 账 帐 眼 天 暖 热了 凉 达 换 动 圈 一圈 了 钱 款 让 户 弯 身 速 阀 供 来 去 人 不
    变 机 院 运到 运费
支援: 请求支援 申请支援 请支援 需要支援 要支援 求支援 求援 求助 协助 请协助
  follows: 检修 维修 抢修 运行 客服
  never: 到 来 过 了 已 中 的
升级: 升为重大 升级为重大 升为 转重大 定为重大 升重大 提级
  loose: 改重大* 重大* 算重大 严重了 按重大
  follows: 为 到 成 重大
  never: 改造 后 系统 不
降级: 降为一般 降级为一般 降为 转一般 定为一般 降一般
  loose: 改一般 不算重大 不是重大 按一般
  follows: 为 到 成 一般
  never: 后 不
延期: 申请延期 请求延期 要延期 延后 延迟 申请延后 改约 延到* 延至* 延期到 延期至 需延期 推迟
    推迟到* 宽限 改明天* 改后天* 改今晚* 改明早*
  loose: 改到* 改时间 晚点* 延 来不及* 推到* 顺延
  follows: 到 至 @times
  never: 供 开 停 了好 不 付 交
同意延期: 延期可以 批准延期 可以延期 可以延 准予延期 同意延 允许延期 延期同意 延期批准 准延期
  loose: 同意 同意了 批准 批准了 准了 批了 可延 准予 允许
  never: 书 的话
不同意延期: 不同意延 不批准延期 不能延期 不准延期 不可以延期 不能延 不可以延 不许延期 延期不同意
    驳回延期 不批延期
  loose: 不同意 不批 不批准 驳回 不准 不准延 不许延 不允许 拒绝延期
补充: 补 更正 修正 补充信息 信息补充 补全 修改信息 更改 补录 订正 buchong
  loose: 改 修改 改成 改为 电话* 电话是* 电话改* 手机* 手机号* 地址* 地址是* 姓名* 姓名是* 名字*
    用户叫* 户主* 室温* 小区* 类型* 联系电话* 联系方式* 地址改* 房号* 来源* 渠道*
    窗口来的* 是窗口* 窗口登记* 窗口受理* 来信* 是来信* 来访* 改来源*
  follows: @fields
  never: 水 焊 贴 丁 办 交 缴 偿 救 漏 造 变 天 热 了水 课 不 没 约 到 时间 重大 一般 派 打不通
    没人 关机 联系了 联系不上 联系过 联系用户 联系好 回访 错误
    接了 接通 通了
催办: 催单 催促
  loose: 催 催一下 急 着急 很急 特别急 加急 用户急 用户很急 用户着急* 用户很着急* 快点 抓紧 尽快
    催催 催下 再催一下 用户催* 用户来催* 用户来催了* 用户又催* 用户又催了* 又来电* 又来电了*
    用户又来电* 用户又来电了* 用户又打电话* 用户又打电话了* 用户再次来电* 又打电话来了* 来催了*
  follows: 用户 一下 #
  never: 缴 收 费 交 清单
改判: 改类型 类型改为 改类别 重新分类 改分类
  follows: 为 成 到 质量 设施 服务 其他
  never: 断
作废: 撤销 撤单 废除 取消工单 作废掉 作废处理 取消投诉 撤销投诉 撤销工单 zuofei
  loose: 取消 撤回 撤了 废了 删除 删了 删掉 不要了 误报* 报错了* 发错了* 测试*
  follows: 重复 误报 因 原因 用户
  never: 预约 供 报停 停
合并: 合并到 并到 并入 并单 归并 hebing
  follows: 到
  never: 症 供
拆出: 拆单 拆出来 单独办 单办
  follows: 来 单
  never: 除 迁 暖气 了暖
名单: 用户名单 住户名单 户单
  never: 里
同一件事: 是同一件事 同一个事 同一回事 是一回事 是同一户 并到一起
  loose: 一回事 同一户 是一件事
  never: 情
各办各的: 各办各 分开办 不是同一件事 不是一件事 不是一回事 不是同一户 两件事 两回事
  loose: 不一样
重开: 重新打开 重新开 再打开 重新开单 重开工单 恢复工单 重新处理 再开 chongkai
  loose: 重新派
  follows: 用户 又
  never: 阀 供 不
查: 查询 查一下 看下 查下 查查 查单 查工单 搜 搜索 搜一下 查找 找一下 看一下 chaxun
  loose: 看看 详情 状态 怎么样了 啥情况 什么情况 进展如何 咋样了 到哪了 进展怎么样 进度怎么样
  never: 先生 女士 阿姨 师傅 大爷 大妈 大姐 大哥 老师
    表 看 了 过 漏 到 出 明 清 验 收 完 不 没 午 岗 处 管 着 寻 实 集 救 身 阀 室温 现场 得 好
    修
看图: 看图片 看照片 看附件 查图 查照片 要图 要照片 kantu
  loose: 图 图片 照片 附图 附件 现场照片
我的: 我的单 我的单子 我的工单 我的任务 我的待办 我手上的 我手里的 我名下 我的活 我有哪些单
  alone: 待办 我有什么单 我还有几单 我还有什么 wode
超时: 超期 逾期 超时单 超时的 超期的 逾期的 超时工单 超期工单 逾期工单 已超时 哪些超时 哪些超时了
  never: 没 不 未 供
在办: 在办的 在办工单 在办的单 未办 未结 未办结 未结单 没办完的 没结的 积压 积压的
  alone: 还有哪些 还剩哪些
  never: 中 理 公 事 业
今日: 今日工单 今天工单 今天的单 今天的单子 今天的工单 今日情况 今日投诉 今天有几单 今天几单
    今天多少单
  alone: 今天 今天的 今天情况 今天的投诉 jinri
统计: 报表 统计一下 统计数据 统计表 日报* 周报* 月报* 季报* 年报* 满意率* tongji
  follows: 今 昨 本 上 这 近 全 供
  never: 局 员 了 到 不 过
导出: 导出台账 导出表格 导出数据 导出报表 导出excel 要台账 发台账 下载台账 daochu
  alone: 台账
  follows: 今 昨 本 上 这 近 全 供
  never: 管 口 来 去 的 不 了
谁值班: 谁当班 谁在值班 谁在班 谁的班 值班表 值班是谁 值班的是谁 值班人员 值班电话 谁值日
  alone: 值班 当班 值班人 值班领导 值班是哪个
谁手上: 谁手里 谁手头 每人手上 各人手上 每个人手上 大家手上
  alone: 谁最忙 谁忙 谁闲着 谁有空 谁空着
交班: 交接班 接班 jiaoban
  never: 的 时 前 后 记录 本 会 表
帮助: help
  alone: ? ?? ??? 怎么用 怎么使用 咋用 菜单 指令 命令 使用说明 功能 说明 怎么操作 你会什么
    你能干什么 你是谁 你是干什么的 你是干啥的
  never: 我 用户 他 她 一下 老 居民
绑定: 绑定手机 绑定手机号 绑定账号 我要绑定 绑 bind
  never: 了 扎 失败
"""

#: A nod: alone it takes a ticket on, if one is named.
_NODS = """
    好的 好滴 好嘞 好勒 好哒 好 ok okay okok 嗯 嗯嗯 恩 恩恩 👌 👍 🆗 🙆 ✅ 💪 [ok]
    [好的] [收到] [强] [赞] [点赞] [了解]
"""


def _read(table: str) -> dict[str, list[str]]:
    """Words by label; one at the margin opens a verb: "接单", then "接单 loose"."""
    found: dict[str, list[str]] = {}
    verb = label = ""
    for line in table.strip().splitlines():
        for word in line.split():
            if word.endswith(":"):
                verb = verb if line.startswith(" ") else word[:-1]
                label = verb if not line.startswith(" ") else f"{verb} {word[:-1]}"
                found[label] = []
            else:
                found[label].append(word)
    return found


def _verbs() -> tuple[Verb, ...]:
    shared, table = _read(_SHARED), _read(_TABLE)

    def words(label: str) -> tuple[str, ...]:
        return tuple(x.rstrip("*") for w in table.get(label, ()) for x in shared.get(w, (w,)))

    return tuple(
        Verb(
            name,
            words(name),
            words(f"{name} loose"),
            name not in _UNNUMBERED,
            words(f"{name} alone"),
            words(f"{name} follows"),
            words(f"{name} never"),
            frozenset(
                word.rstrip("*")
                for label in (name, f"{name} loose")
                for word in table.get(label, ())
                if word.endswith("*")
            ),
        )
        for name in table
        if " " not in name
    )


VERBS = _verbs()
NODS = frozenset(_NODS.split())
