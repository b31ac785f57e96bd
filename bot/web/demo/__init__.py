"""The page with the embedded work groups, at `/demo`."""

from bot.web.demo.routes import add_demo
from bot.web.demo.stage import Ledger, Progress, Scenario, Stage

__all__ = ["Ledger", "Progress", "Scenario", "Stage", "add_demo"]
