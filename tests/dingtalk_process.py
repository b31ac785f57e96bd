"""Settings for `heatdesk run` on the scripted DingTalk."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.company import without_ids
from tests.dingtalk_house import COMPANY
from tests.process import free_port
from tests.servers.dingtalk import SECRET, DingTalkServer


def config(
    tmp_path: Path,
    server: DingTalkServer,
    *,
    mode: str = "stream",
    secret: str = SECRET,
    database: str = "",
) -> Path:
    """Settings, company file and secret of a company on this server."""
    (tmp_path / "secret").write_text(f"{secret}\n", "utf-8")
    company = yaml.safe_dump(without_ids(COMPANY), allow_unicode=True)
    (tmp_path / "company.yaml").write_text(company, "utf-8")
    written = tmp_path / "heatdesk.toml"
    written.write_text(
        f'[database]\nurl = "{database or f"sqlite:///{tmp_path}/heatdesk.db"}"\n'
        f'[web]\nport = {free_port()}\n[company]\nfile = "{tmp_path}/company.yaml"\n'
        f'[platforms.dingtalk]\nmode = "{mode}"\nclient_id = "dingheat7788"\n'
        f'client_secret_file = "{tmp_path}/secret"\n'
        f'api_base = "{server.base}"\noapi_base = "{server.base}"\n',
        "utf-8",
    )
    return written
