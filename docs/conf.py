"""How Sphinx makes the documentation site: `python3 do.py docs`."""

import politburo

project = "politburo"
author = "politburo developers"
copyright = author
version = release = politburo.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = f"politburo {release}"
html_copy_source = False
html_show_sphinx = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = [
    "myst.header"
]  # fields and mechanisms stand two levels below their section, so that they are set small

highlight_language = "none"  # commands and what they print; Python says so itself

# Docstrings are plain sentences, with `names` in backquotes: a link where this site has the name, else code.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 100
