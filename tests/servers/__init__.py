"""Scripted vendors: real servers on real sockets that keep the vendors' documented rules."""
