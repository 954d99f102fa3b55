"""How Sphinx makes the documentation site: `python3 do.py docs`."""

import politburo

project = "politburo"
author = "politburo developers"
copyright = author
version = release = politburo.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc"]
nb_execution_mode = "off"  # notebooks are kept with what they print: scripts/build_notebooks.py
html_theme = "furo"
# so small that the 100 columns of a terminal fit
html_theme_options = {"light_css_variables": {"code-font-size": "0.72rem"}}
html_title = f"politburo {release}"
html_copy_source = False
html_show_sphinx = False

myst_heading_anchors = 3
# fields and mechanisms stand two levels below their section, so that they are set small
suppress_warnings = ["myst.header"]
# plain blocks are commands and what they print; those in Python say so
highlight_language = "none"

# Docstrings are plain sentences, with `names` in backquotes: a link where this site has the name, else code.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 100
