"""How the site is built: `nox -s docs`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))
sys.path.insert(0, str(HERE.parent))

from sinch_provisioning import __version__  # noqa: E402 - after the path to it

project = "sinch-provisioning"
author = "The sinch-provisioning authors"
copyright = author  # noqa: A001 - Sphinx's name
version = release = __version__

# reference: our own, in _ext. It makes the reference from the code.
extensions = ["myst_parser", "sphinx_copybutton", "sphinx_llm.txt", "reference"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4
smartquotes_action = "D"  # dashes only: quotes may be code

html_theme = "furo"
html_title = f"sinch-provisioning {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sphinx = False
html_theme_options = {
    "source_repository": "https://github.com/sinch-provisioning/sinch-provisioning-python/",
    "source_branch": "main",
    "source_directory": "docs/",
    "top_of_page_buttons": ["view"],
}
pygments_style = "default"
pygments_dark_style = "github-dark"
html_copy_source = False

python_maximum_signature_line_length = 88
python_use_unqualified_type_names = False
add_module_names = False
add_function_parentheses = False
toc_object_entries_show_parents = "hide"

copybutton_exclude = ".linenos, .gp, .go"
copybutton_prompt_text = "$ "

llms_txt_description = (
    "Python SDK for Sinch's Provisioning API (RCS, WhatsApp, KakaoTalk, SMS apps, bundles, webhooks): async with a "
    "synchronous facade, fully typed, with an emulator that serves the whole API locally."
)
llms_txt_suffix_mode = "replace"
