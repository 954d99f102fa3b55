"""One self-contained page about a run: to look at, print and pass on. Works without scripts and without a network."""

from politburo.report.page import answers_page, class_sheet, essay_page, page, save

__all__ = ["answers_page", "class_sheet", "essay_page", "page", "save"]
