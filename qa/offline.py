"""The environment that must stand before any heavy import: no telemetry, no download, nothing kept."""

import os
from pathlib import Path

FORCED = {
    "HF_HUB_OFFLINE": "1",  # huggingface_hub raises instead of asking its server; read at its import
    "TRANSFORMERS_OFFLINE": "1",  # the same for transformers, which has looked before its files on disk
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",  # never send the token of whoever runs this
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",  # exactly this word: gradio compares it with "True"
    "GRADIO_RUN_HISTORY": "False",  # on by default, it writes each question to the browser's local storage
    "GRADIO_SHARE": "False",  # no tunnel
}
DEFAULTS = {
    "TOKENIZERS_PARALLELISM": "false",  # its threads and a fork give a warning, or a lock-up
}


def go_offline() -> None:
    """Set the environment variables that keep this process from calling home; a second call changes nothing.

    Must run before gradio, huggingface_hub or transformers are imported: they read these at import.
    """
    os.environ.update(FORCED)
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    # Gradio makes a world-readable folder in the system's /tmp unless told where its files belong.
    data = Path(os.environ.get("QA_DATA_DIR") or ".data")
    os.environ.setdefault("GRADIO_TEMP_DIR", str((data / "tmp").absolute()))
