"""The site in a real browser, each page watched: no policy violation, no console error, no other origin.

- `conftest.py`: the browser, a fresh context for every test, and the watch on its pages.
- `test_visitor_to_member.py`: from the front page through the gate to the full post, with scripts and without.
- `test_editor.py`: writing, previewing, publishing, scheduling and withdrawing in the admin.
- `test_reader.py`: topics, lists, search, citing, themes, the keyboard, print.
- `test_enhancements.py`: what each small script adds.
- `test_every_page.py`: accessibility rules, reflow, target sizes and layout shift, page by page.
- `test_shipped_collection.py`: the same for the collection that comes with the site.
"""
