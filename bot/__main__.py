"""`python -m bot` is `heatdesk`."""

from bot.cli import main

raise SystemExit(main())
