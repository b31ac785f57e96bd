"""Interactive cards: created, delivered, updated by key, called back."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.servers.dingtalk.messages import Messages
from tests.servers.dingtalk.world import CLIENT, wrong


class Cards(Messages):
    """`templates` are the published ones; any will do while none is named."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.templates: set[str] = set()
        self.unpublished_templates: set[str] = set()
        self.card_routes: dict[str, tuple[str, str]] = {}

    def _v1_0_card_instances_createAndDeliver(
        self, request: web.Request, body: Any
    ) -> web.Response:
        if (refused := self._not_made(body)) is not None:
            return refused
        space = str(body.get("openSpaceId") or "")
        if not space:
            return wrong("param.openSpaceIdEmpty")
        if not space.startswith("dtv1.card//"):
            return wrong("param.openSpaceIdInvalid")
        model = "imGroup" if "IM_GROUP" in space else "imRobot"
        if not body.get(f"{model}OpenDeliverModel", {}).get("robotCode"):
            return wrong("param.openDeliverModelEmpty")
        return self._deliver(body["outTrackId"], body["cardData"]["cardParamMap"], body)

    def _not_made(self, body: Any) -> web.Response | None:
        """What keeps a card from being made, if something does."""
        track, template = body.get("outTrackId"), body.get("cardTemplateId")
        if not track:
            return wrong("param.outTrackIdEmpty")
        if not template:
            return wrong("param.cardTemplateIdEmpty")
        if track in self.cards:
            return wrong("param.cardAlreadyExist")
        if template in self.unpublished_templates:
            return wrong("param.templateUnpublished")
        if self.templates and template not in self.templates:
            return wrong("param.templateNotExist")
        params = body.get("cardData", {}).get("cardParamMap")
        if not params:
            return wrong("param.cardPublicDataEmpty")
        return None if _sized(params) else wrong("param.invalid")

    def _made(self, body: Any) -> web.Response:
        """A card that is delivered nowhere yet."""
        if (refused := self._not_made(body)) is not None:
            return refused
        return web.json_response({"success": True, "result": body["outTrackId"]})

    def _deliver(self, track: str, params: dict[str, str], body: Any) -> web.Response:
        kind, _, where = body["openSpaceId"].removeprefix("dtv1.card//").partition(".")
        group = self.groups.get(where)
        there = group is not None and CLIENT in group.robots and not group.dissolved
        ok = there if kind == "IM_GROUP" else kind == "IM_ROBOT" and where in self.people
        carrier = f"4vAz+{next(self.number)}==" if ok else ""
        result = {
            "spaceType": kind, "spaceId": where, "success": ok, "carrierId": carrier,
            # A good one has been seen with this word in it: only the boolean counts.
            "errorMsg": "SYSTEM_ERROR" if ok else "spaceId is illegal",
        }  # fmt: skip
        if ok:
            route = self.card_routes.get(str(body.get("callbackRouteKey")), ("", ""))
            self.cards[track] = {
                "params": dict(params),
                "conversation": where,
                "carrier": carrier,
                "callback": body.get("callbackType") == "STREAM" or bool(route[0]),
                "route": route,
                "views": {},
            }
            deliver = body.get("imGroupOpenDeliverModel", {})
            listed = {**body, **deliver}.get(self.knobs.card_rings_by) or []
            rung = [u for u in listed if group and u in group.members]
            self.note(
                "message", **{"in": where}, way="card", text=params.get("text", ""), rung=rung,
                track=track, buttons=[params[n] for n in sorted(params) if n.startswith("can_")],
            )  # fmt: skip
        return web.json_response(
            {"success": True, "result": {"outTrackId": track, "deliverResults": [result]}}
        )

    def _v1_0_card_instances(self, request: web.Request, body: Any) -> web.Response:
        if request.method == "POST":
            return self._made(body)
        card = self.cards.get(body.get("outTrackId", ""))
        if card is None:
            return wrong("param.cardNotExist")
        params = body.get("cardData", {}).get("cardParamMap")
        if not params:
            return wrong("param.cardDataAndPrivateDataBothEmpty")
        if not _sized(params):
            return wrong("param.invalid")
        if not body.get("cardUpdateOptions", {}).get("updateCardDataByKey"):
            card["params"] = {}
        card["params"] |= params
        self.note("card_updated", **{"in": card["conversation"]}, track=body["outTrackId"])
        return web.json_response({"success": True, "result": True})

    def _v1_0_card_callbacks_register(self, request: web.Request, body: Any) -> web.Response:
        key, url = body.get("callbackRouteKey"), body.get("callbackUrl")
        if not key:
            return wrong("param.callbackRouteKeyEmpty")
        if not url:
            return wrong("param.callbackUrlEmpty")
        known = self.card_routes.get(key)
        if known is None or body.get("forceUpdate"):
            known = self.card_routes[key] = (url, body.get("apiSecret") or "generated")
        return web.json_response(
            {"success": True, "result": {"callbackUrl": known[0], "apiSecret": known[1]}}
        )


def _sized(params: dict[str, Any]) -> bool:
    return all(
        isinstance(value, str) and len(value.encode()) <= 1024 and len(name.encode()) <= 100
        for name, value in params.items()
    )
