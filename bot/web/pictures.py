"""What people sent: which kinds a browser is given, and how."""

from __future__ import annotations

TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
}
#: Whatever else.
ANY = "application/octet-stream"
#: Downloaded and never shown.
DOCUMENTS = {
    "bin": ANY,
    "pdf": "application/pdf",
    "amr": "audio/amr",
    "mp4": "video/mp4",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: A picture is looked at and nothing else: whatever else it holds, nothing of it runs.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=86400, immutable",
}
