"""Runs in the environment of the vendor's generated SDK.

Reads calls as JSON lines, {"path", "method", "body"}; makes each through the SDK's own model and
client, and writes what of the body the model knows and what the server answered.
"""

import importlib
import inspect
import json
import sys

from alibabacloud_tea_openapi import models as open_api  # type: ignore[import-not-found]
from alibabacloud_tea_util import models as tea  # type: ignore[import-not-found]

MODULES = ("robot_1_0", "card_1_0", "im_1_0", "oauth2_1_0")


def found(path, method):  # type: ignore[no-untyped-def]
    """The client's module, and the function whose source has this path and method."""
    for name in MODULES:
        client = importlib.import_module(f"alibabacloud_dingtalk.{name}.client")
        for called, function in inspect.getmembers(client.Client, inspect.isfunction):
            if called.endswith("with_options"):
                source = inspect.getsource(function)
                if f"pathname=f'{path}'" in source and f"method='{method}'" in source:
                    return client, called, function
    raise LookupError(path)


def main(host):  # type: ignore[no-untyped-def]
    config = open_api.Config(protocol="http", region_id="central", endpoint=host)
    for line in sys.stdin:
        call = json.loads(line)
        module, called, function = found(call["path"], call["method"])
        kinds = inspect.get_annotations(function, eval_str=True)
        request = kinds["request"]().from_map(call["body"])
        given = [request]
        if "headers" in kinds and hasattr(kinds["headers"], "from_map"):
            headers = kinds["headers"]()
            headers.x_acs_dingtalk_access_token = call["token"]
            given.append(headers)
        elif "headers" in kinds:
            given.append({})
        answer = {"path": call["path"], "known": request.to_map()}
        try:
            client = module.Client(config)
            result = getattr(client, called)(*given, tea.RuntimeOptions())
            answer["body"] = result.body.to_map()
        except Exception as error:
            answer["error"] = getattr(error, "code", None) or repr(error)
        print(json.dumps(answer, ensure_ascii=False), flush=True)


main(sys.argv[1])
