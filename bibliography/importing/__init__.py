"""What an editor pastes or uploads, as records: DOIs, PubMed numbers, RIS, BibTeX, PubMed's own format, CSL-JSON.

`read` takes it apart, `matches_of` finds what is here already, `import_records` stores what is new.
"""
