"""How the reader is trained, scored and exported; nothing else imports it. `python -m qa.training --help`."""
