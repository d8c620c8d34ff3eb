"""The report to look at: one HTML file with a picture of each service, for browsers and printers."""

from __future__ import annotations

from lint.report.html.page import render

__all__ = ["render"]
