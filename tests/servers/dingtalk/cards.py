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
        self.card_routes: dict[str, tuple[str, str]] = {}

    def _v1_0_card_instances_createAndDeliver(
        self, request: web.Request, body: Any
    ) -> web.Response:
        track = body.get("outTrackId")
        if not track:
            return wrong("param.outTrackIdEmpty")
        if track in self.cards:
            return wrong("param.cardAlreadyExist")
        if self.templates and body.get("cardTemplateId") not in self.templates:
            return wrong("param.templateNotExist")
        params = body["cardData"]["cardParamMap"]
        if not _sized(params):
            return wrong("param.invalid")
        if not str(body["openSpaceId"]).startswith("dtv1.card//"):
            return wrong("param.openSpaceIdInvalid")
        return self._deliver(track, params, body)

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
            rung = [u for u in deliver.get("atUserIds", {}) if group and u in group.members]
            self.note(
                "message", **{"in": where}, way="card", text=params.get("text", ""), rung=rung,
                track=track, buttons=[params[n] for n in sorted(params) if n.startswith("can_")],
            )  # fmt: skip
        return web.json_response(
            {"success": True, "result": {"outTrackId": track, "deliverResults": [result]}}
        )

    def _v1_0_card_instances(self, request: web.Request, body: Any) -> web.Response:
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
