"""The site in a real browser, each page watched: no policy violation, no console error, no other origin.

- `conftest.py`, `visits.py`: the browser, a fresh context for each page, and the watch on all of them.
- `worlds.py`: what takes long to make and stands under many journeys, made once in each process.
- `checks.py`: accessibility rules, reflow, target sizes. SCREENSHOTS=/some/folder keeps a picture of what was checked.
- `test_watch.py`: that the watch and the checks find what they are for.
- `test_visitor_to_member.py`: from the front page through the gate to the full post, with scripts and without.
- `test_reader.py`: lists, themes, the keyboard, a phone, print, layout shift.
- `test_library_keyboard.py`: a library from the log-in to its export, without a mouse.
- `test_search.py`: results, mistakes, filters, full posts, suggestions; with scripts and without.
- `test_enhancements.py`: what each small script adds.
- `test_waiting_forms.py`: text at the desk that is not sent yet.
- `test_every_page.py`: every page in both themes and widths, from the tables in `places.py`, over the rows of
  `holdings.py` and the two failing addresses of `broken.py`.
- `test_shipped_collection.py`: the same for the collection that comes with the site.
"""
