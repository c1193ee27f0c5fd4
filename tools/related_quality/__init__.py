"""How good the suggestions beside articles are, measured against what belongs there. No page needs it.

An installed app without models, so that `manage.py` knows its command in every checkout.
"""
