"""The page with the embedded work groups, at `/demo`."""

from bot.web.demo.routes import add_demo
from bot.web.demo.stage import Duty, Ledger, Line, Progress, Scenario, Sheet, Stage

__all__ = ["Duty", "Ledger", "Line", "Progress", "Scenario", "Sheet", "Stage", "add_demo"]
