"""The headers that every answer carries: what browsers may do with it, and who may read it."""

from __future__ import annotations

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",  # the data are for everyone, on any page
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Post, Allow, Content-Crs, Content-Disposition, Content-Location, ETag, Geometry-Warning, Link, "
        "Location, Retry-After, WWW-Authenticate, X-Request-ID"
    ),
}
