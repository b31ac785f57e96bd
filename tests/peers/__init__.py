"""Second opinions: the vendors' own SDKs as clients of our scripted servers, each in its own
environment. If they can work with a server, it does not merely agree with our misreadings.
"""
