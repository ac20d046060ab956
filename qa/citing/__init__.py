"""A cited passage, or a whole answer, as a bibliography wants it: one file a format. Pure, without a clock.

`works` holds what is known about a document and what was quoted from it; `apa`, `mla` and `chicago` write
references for people, `ris`, `bibtex` and `csl_json` records for programs. What is unknown is written as the
style asks and listed in `Work.missing`; nothing is invented.
"""
