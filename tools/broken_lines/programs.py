# ruff: noqa: E501  (what is broken stands in one piece)
"""Lines that decide what programs and those who cite get."""

from typing import Final

from tools.broken_lines.line import line

WORDS: Final = "tests/access/test_api.py::test_no_word_is_told_to_whom_it_is_not_due"
ANSWERS: Final = "tests/access/test_api.py::test_each_operation_answers_as_role_and_scopes_allow"

PROGRAMS: Final = (
    line("programs: references of full posts", "articles/access.py",
         'read = Q(in_summary=True) | readable_in_full(user, prefix="article__")', "read = Q(pk__isnull=False)",
         f"{WORDS}[nothing-reader]"),
    line("programs: references of hidden articles", "articles/access.py",
         'return visible(user, at, prefix="article__") & read', "return read", f"{WORDS}[read:full-member]"),
    line("programs: all references for members", "articles/access.py",
         'return allows(user, "bibliography.view_reference")', "return reads_every_full_post(user)",
         f"{WORDS}[read:full-member]"),
    line("programs: more than the token allows", "members/models.py", "(self.only is None or perm in self.only) and ", "",
         "tests/members/test_tokens.py::test_who_asks_by_a_token_may_do_what_role_and_token_both_allow"),
    line("programs: a scope that the token lacks", "api/asking.py", "if scope not in self.token.scopes:", "if False:",
         "tests/api/test_writing.py::test_without_its_scope_an_editor_publishes_nothing_by_a_token"),
    line("programs: a role that was taken away", "api/asking.py",
         "if not all(allows(self.person, name) for name in SCOPES[scope].permissions):", "if False:",
         f"{ANSWERS}[write:tags-contributor]"),
    line("programs: all that the role holds", "members/entrance/tokens/token_acts.py",
         "permissions_of(held.intersection(token.scopes))", "permissions_of(held)",
         "tests/members/test_tokens.py::test_who_asks_by_a_token_may_do_what_role_and_token_both_allow"),
    line("programs: tokens of the former password", "members/models.py", "            if has_another:\n                self.end_tokens()\n", "",
         "tests/members/test_tokens.py::test_another_password_ends_all_tokens_by_whatever_way_it_came[by_the_command_of_django]"),
    line("programs: imports that somebody else took up", "desk/curating/imports/import_job.py",
         "ImportBatch.objects.claimed(pk, state, *claims)", "ImportBatch.objects.filter(pk=pk, state=state)",
         "tests/desk/imports/test_bringing_in.py::test_who_fails_after_somebody_took_it_up_leaves_it_to_them"),
    line("citing: what the full post alone cites", "articles/browse/citing/article_citing.py",
         "Citation.objects.of(article, in_full=in_full)", "Citation.objects.of(article, in_full=True)",
         "tests/articles/browse/citing/test_citing.py::test_an_article_is_cited_with_its_paper_and_what_it_cites"),
    line("harvesting: another name of a topic", "harvesting/noticing.py", "before.get(key, said) != said", "key not in before",
         "tests/harvesting/test_noticing.py::test_a_record_is_younger_after_a_change_of_what_it_says[rename_its_topic]"),
    line("harvesting: what was scheduled", "harvesting/noticing.py", "records.filter(pk__in=coming).update(is_due=True)", "pass",
         "tests/harvesting/test_noticing.py::test_what_is_scheduled_has_the_moment_at_which_it_came"),
    line("harvesting: a topic of which a record was left out", "harvesting/noticing.py", "    if are_all_free:", "    if True:",
         "tests/harvesting/test_noticing.py::test_a_topic_is_told_when_no_record_of_it_was_left_out"),
    line("harvesting: an answer of before", "harvesting/views.py", "told = at if is_noticed", "told = timezone.now() if is_noticed",
         "tests/harvesting/test_noticing.py::test_an_answer_is_of_before_it_was_looked_for_what_is_due"),
    line("metrics: another run in a container", "operations/metrics/runs.py", "-{boot}-{behind_its_name[19]}", "",
         "tests/operations/metrics/test_metrics.py::test_another_run_has_another_name_though_its_process_has_the_same_number"),
)  # fmt: skip
