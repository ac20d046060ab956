"""Gradio's theme in the colours of the other pages."""

import gradio as gr

from qa.web.colours import DARK, LIGHT


def theme() -> gr.themes.Base:
    """Return Gradio's plain theme in our colours, with the reader's own fonts: nothing to fetch."""
    made = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    wanted = {
        "body_background_fill": "page",
        "body_text_color": "ink",
        "body_text_color_subdued": "muted",
        "background_fill_primary": "surface",
        "background_fill_secondary": "page",
        "block_background_fill": "surface",
        "block_label_text_color": "muted",
        "block_title_text_color": "ink",
        "block_info_text_color": "muted",
        "border_color_primary": "line",
        "input_background_fill": "surface",
        "input_border_color": "edge",
        "input_border_color_focus": "focus",
        "input_placeholder_color": "muted",
        "link_text_color": "link",
        "link_text_color_hover": "link",
        "link_text_color_visited": "link",
        "link_text_color_active": "link",
        "button_primary_background_fill": "accent",
        "button_primary_background_fill_hover": "accent-strong",
        "button_primary_text_color": "on-accent",
        "button_primary_text_color_hover": "on-accent",
        "button_secondary_background_fill": "surface",
        "button_secondary_background_fill_hover": "asked",
        "button_secondary_border_color": "edge",
        "button_secondary_text_color": "ink",
        "button_secondary_text_color_hover": "ink",
    }
    light = {name: LIGHT[colour] for name, colour in wanted.items()}
    dark = {f"{name}_dark": DARK[colour] for name, colour in wanted.items()}
    return made.set(**light, **dark)
