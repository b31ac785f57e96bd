"""How a message is read: plain rules over its text, no clock, no network, no memory."""
