"""Groups made by the app, DINGs, work notices and the directory."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.servers.dingtalk.cards import Cards
from tests.servers.dingtalk.world import AGENT, Group, old, wrong

_LEVELS = {1: "app", 2: "sms", 3: "phone"}


class Organisation(Cards):
    """Handlers by the name of their path."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.dings: dict[str, dict[str, bool]] = {}
        self.tasks: dict[int, dict[str, list[str]]] = {}
        self._notices: set[tuple[str, str]] = set()

    # -- groups -------------------------------------------------------------------------------

    def _v1_0_im_group_create(self, request: web.Request, body: Any) -> web.Response:
        seen = self.people.get(body["owner"], {}).get("in_scope", False)
        if self.knobs.refuse_create or not seen:
            return wrong("permession.checkFailed", message="群主不在应用可见性内")
        if not 1 <= len(body["name"]) <= 20 or body["owner"] not in body["useridlist"]:
            return wrong("parameter.invalid")
        if len(body["useridlist"]) > 40:
            return wrong("parameter.invalid")
        number = next(self.number)
        group = Group(f"cidEmg{number}==", f"chatemg{number}", body["name"])
        group.members, group.owner = set(body["useridlist"]), body["owner"]
        self.groups[group.conversation] = group
        self.note("group_created", **{"in": group.conversation}, name=group.name,
                  members=sorted(group.members))  # fmt: skip
        return web.json_response({"openConversationId": group.conversation, "chatid": group.chatid})

    def _v1_0_im_group_update(self, request: web.Request, body: Any) -> web.Response:
        group = next((g for g in self.groups.values() if g.chatid == body.get("chatid")), None)
        if group is None or len(body.get("add_useridlist", [])) > 40:
            return wrong("parameter.invalid")
        if group.owner and group.owner in body.get("del_useridlist", []):
            return wrong("parameter.invalid")
        if body.get("owner", group.owner) not in {*group.members, group.owner}:
            return wrong("parameter.invalid")
        group.name = body.get("name", group.name)
        group.members |= set(body.get("add_useridlist", []))
        group.members -= set(body.get("del_useridlist", []))
        self.note("group_changed", **{"in": group.conversation}, name=group.name)
        return web.json_response({"success": True})

    def _chat_get(self, request: web.Request, body: Any) -> web.Response:
        """Of groups that the app made, by the id that it got then."""
        chatid = request.query.get("chatid")
        group = next((g for g in self.groups.values() if g.chatid == chatid), None)
        if group is None:
            return old(40035, "不合法的参数")
        facts = {"name": group.name, "owner": group.owner, "useridlist": sorted(group.members)}
        return old(chat_info={**facts, "status": 2 if group.dissolved else 1})

    def _v1_0_robot_groups_orgRobots_add(self, request: web.Request, body: Any) -> web.Response:
        if self.knobs.robot_add == "missing":
            return wrong("InvalidAction.NotFound", 404)
        if self.knobs.robot_add == "works":
            self.groups[body["openConversationId"]].robots.add(body["robotCode"])
        return web.json_response({"result": self.knobs.robot_add != "refused"})

    def _v1_0_robot_groups_robots_query(self, request: web.Request, body: Any) -> web.Response:
        group = self.groups.get(body["openConversationId"])
        if group is None:
            return wrong("illegal.openconevrsation.id")
        robots = [{"robotCode": code, "openRobotType": 2} for code in sorted(group.robots)]
        return web.json_response({"chatbotInstanceVOList": robots})

    # -- calling people -----------------------------------------------------------------------

    def _v1_0_robot_ding_send(self, request: web.Request, body: Any) -> web.Response:
        people, kind = body["receiverUserIdList"], body["remindType"]
        if not people:
            return wrong("miss.staffId")
        if kind not in self.knobs.ding_types:
            return wrong("ding.serverquota.insufficient")
        if len(people) > (200 if kind == 1 else 20):
            return wrong("ding.receivercount.limit")
        if self.knobs.packs.get(kind, len(people)) < len(people):
            return wrong("ding.serverquota.insufficient")
        failed = [p for p in people if not self.people.get(p, {}).get("active")]
        if kind in self.knobs.packs:
            self.knobs.packs[kind] -= len(people) - len(failed)
        reached = [p for p in people if p not in failed]
        ding = f"d{next(self.number)}"
        self.dings[ding] = dict.fromkeys(reached, False)
        self.note("call", level=_LEVELS[kind], to=reached, text=body["content"], ding=ding)
        lists = {"用户未激活": failed} if failed else {}
        return web.json_response({"openDingId": ding, "failedList": lists})

    def _v1_0_robot_ding_recall(self, request: web.Request, body: Any) -> web.Response:
        if body["openDingId"] not in self.dings:
            return wrong("recall.ding.exception")
        self.note("call_recalled", ding=body["openDingId"])
        return web.json_response({"openDingId": body["openDingId"]})

    def _v1_0_robot_ding_readStatuses_query(self, request: web.Request, body: Any) -> web.Response:
        found = self.dings.get(body.get("openDingId", ""))
        if found is None:
            return wrong("invalidParameter.param.invalid")
        people = [
            {"userId": userid, "readStatus": "READ" if read else "UNREAD"}
            for userid, read in found.items()
        ]
        return web.json_response({"result": {"robotDingReadInfoList": people}})

    def read(self, userid: str) -> None:
        """Somebody looks at his DINGs."""
        for people in (*self.dings.values(), *self.singles.values()):
            if userid in people:
                people[userid] = True
        for task in self.tasks.values():
            if userid in task["unread"]:
                task["unread"].remove(userid)
                task["read"].append(userid)

    def _topapi_message_corpconversation_asyncsend_v2(
        self, request: web.Request, body: Any
    ) -> web.Response:
        """Says that all is well even where nobody gets it."""
        if body.get("agent_id") != AGENT:
            return old(400002, "无效的参数 agent_id")
        if len(str(body["userid_list"]).split(",")) > 100:
            return old(400002, "userid_list 最多 100 个")
        task: dict[str, list[str]] = {"read": [], "unread": [], "invalid": [], "forbidden": []}
        number = next(self.number)
        self.tasks[number] = task
        text = body["msg"]["text"]["content"]
        if len(text.encode()) > 2048:
            return old(400002, "消息过长")
        for userid in str(body["userid_list"]).split(","):
            if userid not in self.people:
                task["invalid"].append(userid)
            elif (userid, text) in self._notices:
                task["forbidden"].append(userid)  # the same words once a day
            else:
                self._notices.add((userid, text))
                task["unread"].append(userid)
                self.note("message", **{"in": userid}, way="notice", text=text, rung=[userid])
        return old(task_id=number)

    def _topapi_message_corpconversation_getsendresult(
        self, request: web.Request, body: Any
    ) -> web.Response:
        task = self.tasks.get(body.get("task_id", 0))
        if body.get("agent_id") != AGENT or task is None:
            return old(400002, "无效的参数")
        return old(send_result={f"{name}_user_id_list": who for name, who in task.items()})

    def _topapi_message_corpconversation_recall(
        self, request: web.Request, body: Any
    ) -> web.Response:
        if body.get("agent_id") != AGENT or body.get("msg_task_id") not in self.tasks:
            return old(400002, "无效的参数")
        self.note("notice_recalled", task=body["msg_task_id"])
        return old()

    # -- the directory ------------------------------------------------------------------------

    def _topapi_v2_user_getbymobile(self, request: web.Request, body: Any) -> web.Response:
        for userid, person in self.people.items():
            if person["mobile"] == body["mobile"] and person["active"]:
                return old(result={"userid": userid})
        return old(60121, "找不到该用户")

    def _topapi_v2_user_get(self, request: web.Request, body: Any) -> web.Response:
        person = self.people.get(body.get("userid", ""))
        if person is None:
            return old(60121, "找不到该用户")
        facts = {"name": person["name"], "active": person["active"], "unionid": person["unionid"]}
        return old(result={"userid": body["userid"], "dept_id_list": [person["dept"]], **facts})

    def _topapi_user_listsimple(self, request: web.Request, body: Any) -> web.Response:
        people = [
            {"userid": userid, "name": p["name"]}
            for userid, p in self.people.items()
            if p["dept"] == body["dept_id"]
        ]
        size, cursor = body["size"], body["cursor"]
        page, more = people[cursor : cursor + size], cursor + size < len(people)
        return old(result={"list": page, "has_more": more, "next_cursor": cursor + size})

    def _topapi_v2_department_listsub(self, request: web.Request, body: Any) -> web.Response:
        if body["dept_id"] not in self.departments:
            return old(60003, "部门不存在")
        below = [
            {"dept_id": key, "name": d["name"], "parent_id": d["parent_id"]}
            for key, d in self.departments.items()
            if d["parent_id"] == body["dept_id"]
        ]
        return old(result=below)

    def _topapi_v2_department_get(self, request: web.Request, body: Any) -> web.Response:
        found = self.departments.get(body.get("dept_id", 0))
        if found is None:
            return old(60003, "部门不存在")
        managers = found.get("managers", [])
        return old(result={**found, "dept_manager_userid_list": managers})
