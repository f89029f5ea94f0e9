"""The documentation site; `make docs` builds it, by way of tools/build_site.py."""

import rangeviz

project = "rangeviz"
author = "The rangeviz authors"
project_copyright = "The rangeviz authors, MIT licence"
version = release = rangeviz.__version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
exclude_patterns = ["_templates", "**/.ipynb_checkpoints"]
templates_path = ["_templates"]

html_theme = "pydata_sphinx_theme"
html_title = "rangeviz"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_extra_path = ["_extra"]  # the living pages, made by the build
html_show_sourcelink = False
html_theme_options = {
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": True,
    "navigation_with_keys": False,
}

# Notebooks come executed out of tools/run_notebooks.py. A widget needs a kernel, so its
# living page stands in for it, and nothing is asked of a CDN.
nb_execution_mode = "off"
nb_ipywidgets_js = {}
nb_mime_priority_overrides = [
    ("html", "application/javascript", 1),
    ("html", "text/html", 2),
]
myst_heading_anchors = 3
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]

autosummary_generate = True
default_role = "py:obj"
autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
