"""The drawings of the shipped collection, made from the files in `collection/drawings`.

`python -m tools.drawings` makes all of them anew, `python -m tools.drawings --check` names those that differ.
`python -m tools.drawings.outlining FOLDER` makes the outlines of the brain anew.
"""
