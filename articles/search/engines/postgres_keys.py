"""What PostgreSQL's index of search holds, and how it is made: keys that a function makes of the words of a row.

Words as they are; those of single fields behind `=t`, `=h` and `=n`; two words side by side behind `*` when both are
common, else in one of some 260,000 drawers behind `+`. What lies in a drawer is only a candidate, whose text is looked
into; common words have too many candidates for that. Which words are common is told to the function from time to time,
and what was written before is found as well: queries ask for both.
"""

import json
from dataclasses import dataclass
from typing import Final

from django.db import connection

COMMON: Final = 250
SAMPLE: Final = 1000  # rows in which words are counted
SAME: Final = 0.7  # of the common words have to be those of last time, or the indexes are made anew
DRAWERS: Final = (1 << 18) - 1
MOST: Final = 1_000_000  # bytes of a row's keys that PostgreSQL takes
COMMON_PAIR: Final = "*"
DRAWER: Final = "+"
UNREADABLE: Final = "!"  # the key of a row with more pairs than an index takes: a candidate for every phrase
FUNCTION: Final = "search_keys"
SIGNATURE: Final = f"{FUNCTION}(text, text, text, text)"
NOTE: Final = f"obj_description('{SIGNATURE}'::regprocedure)"
INDEXES: Final = {
    "publicwords_keys": ("articles_publicwords", "title, head, body, names"),
    "fullpostwords_keys": ("articles_fullpostwords", "NULL::text, NULL::text, body, NULL::text"),
}
# Lists go side by side in the list of what is selected: as tables they would be written down first.
# Never put in the place of its call, and dear: the planner asks the index for it, and never computes it for a row.
KEYS: Final = """
    CREATE OR REPLACE FUNCTION {function}(title text, head text, body text, names text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000000 AS $function$
    DECLARE
        common CONSTANT jsonb := {common};
        words text[] := string_to_array(concat_ws(' | ', title, head, body, names), ' ');
        frequent boolean[];
        pairs text[];
    BEGIN
        frequent := ARRAY(SELECT common ? unnest(words));
        pairs := ARRAY(
            SELECT CASE
                WHEN is_one AND is_other THEN '{common_pair}' || to_hex(hashtextextended(one || ' ' || other, 0))
                ELSE '{drawer}' || to_hex(hashtextextended(one || ' ' || other, 0) & {drawers})
            END
            FROM (
                SELECT unnest(words) AS one, unnest(words[2:]) AS other,
                    unnest(frequent) AS is_one, unnest(frequent[2:]) AS is_other
            ) AS pair
            WHERE one NOT IN ('', '|', 'ω') AND other NOT IN ('', '|', 'ω')
            UNION ALL
            SELECT '{drawer}' || to_hex(hashtextextended(one || ' ' || other || ' ' || third, 0) & {drawers})
            FROM (
                SELECT unnest(words) AS one, unnest(words[2:]) AS other, unnest(words[3:]) AS third,
                    unnest(frequent) AS is_one, unnest(frequent[2:]) AS is_other, unnest(frequent[3:]) AS is_third
            ) AS three
            WHERE is_one AND is_other AND is_third
        );
        words := ARRAY(
            SELECT word FROM (
                SELECT unnest(words) AS word
                UNION ALL SELECT '=t' || unnest(string_to_array(title, ' '))
                UNION ALL SELECT '=h' || unnest(string_to_array(head, ' '))
                UNION ALL SELECT '=n' || unnest(string_to_array(names, ' '))
            ) AS held
            WHERE octet_length(word) <= 255 AND word NOT IN ('', '|', 'ω', '=t', '=h', '=n')
        );
        IF octet_length(array_to_string(words || pairs, '')) > {most} THEN
            words := ARRAY(SELECT DISTINCT word FROM unnest(words) AS word);
            pairs := ARRAY(SELECT DISTINCT pair FROM unnest(pairs) AS pair);
            IF octet_length(array_to_string(words || pairs, '')) > {most} THEN
                pairs := ARRAY['{unreadable}'];
            END IF;
            IF octet_length(array_to_string(words, '')) > {most} THEN
                RAISE program_limit_exceeded USING MESSAGE = 'This text has too many different words to be found.';
            END IF;
        END IF;
        RETURN array_to_tsvector(words || pairs);
    END
    $function$
"""
# The sort key of its article stands in each row, as `sort_keys` hands it over: to join them costs more than the rest.
FOLLOWS: Final = """
    CREATE OR REPLACE FUNCTION search_row_gets_place() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.place := (SELECT substr(int8send(a.sort_key), 5) FROM articles_article a WHERE a.id = NEW.article_id);
        RETURN NEW;
    END $$;
    CREATE OR REPLACE FUNCTION article_moves_in_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_publicwords SET place = substr(int8send(NEW.sort_key), 5) WHERE article_id = NEW.id;
        UPDATE articles_fullpostwords SET place = substr(int8send(NEW.sort_key), 5) WHERE article_id = NEW.id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER public_row_gets_place BEFORE INSERT ON articles_publicwords
        FOR EACH ROW EXECUTE FUNCTION search_row_gets_place();
    CREATE OR REPLACE TRIGGER full_row_gets_place BEFORE INSERT ON articles_fullpostwords
        FOR EACH ROW EXECUTE FUNCTION search_row_gets_place();
    CREATE OR REPLACE TRIGGER article_moves_in_search AFTER INSERT OR UPDATE OF sort_key ON articles_article
        FOR EACH ROW EXECUTE FUNCTION article_moves_in_search();
"""
COUNTED: Final = """
    SELECT word FROM (
        SELECT unnest(string_to_array(body, ' ')) AS word
        FROM (SELECT body FROM articles_fullpostwords ORDER BY article_id DESC LIMIT %s) AS sample
    ) AS held WHERE word NOT IN ('', '|', 'ω') GROUP BY word ORDER BY count(*) DESC, word LIMIT %s
"""


def statements_to_index() -> list[str]:
    """Of keys nobody reads statistics, which would be made for thousands of rows."""
    made = []
    for name, (table, fields) in INDEXES.items():
        made.append(f"CREATE INDEX {name} ON {table} USING gin ({FUNCTION}({fields})) WITH (fastupdate = off)")
        made.append(without_statistics(name))
    return made


def without_statistics(name: str) -> str:
    return f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0"


def function_with(common: list[str]) -> str:
    words = json.dumps(dict.fromkeys(common, 1), ensure_ascii=False, separators=(",", ":"))
    quoted = "'" + words.replace("'", "''") + "'::jsonb"
    return KEYS.format(
        function=FUNCTION,
        common=quoted,
        most=MOST,
        unreadable=UNREADABLE,
        common_pair=COMMON_PAIR,
        drawer=DRAWER,
        drawers=DRAWERS,
    )


def follow_words() -> None:
    """Have the indexes know the common words of today, where these are others than before. Not in a transaction."""
    if tell_common_words():
        with connection.cursor() as cursor:
            for name in INDEXES:
                cursor.execute(f"REINDEX INDEX CONCURRENTLY {name}")
        settle()


def tell_common_words() -> bool:
    """Count which words are common, and have the function know them. Whether they are so different from the last ones
    that the indexes are to be made anew. Few articles need none of that: their texts are looked into at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_fullpostwords")
        if cursor.fetchone()[0] < SAMPLE:
            return False
        cursor.execute(f"SELECT {NOTE}")
        known = noted(cursor.fetchone()[0])
        cursor.execute(COUNTED, [SAMPLE, COMMON])
        common = [word for (word,) in cursor.fetchall()]
        if known.is_settled and len(known.common & {*common}) >= SAME * len(common):
            return False
        cursor.execute(function_with(common))
    write_note(Noted(frozenset(common), is_settled=False))
    return True


def settle() -> None:
    """Once the indexes were made with the words that were told: all rows have the keys of these."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NOTE}")
        known = noted(cursor.fetchone()[0])
    if known.common:
        write_note(Noted(known.common, is_settled=True))


@dataclass(frozen=True)
class Noted:
    """What is noted beside the function: the words that it takes for common, and whether it did so for all rows."""

    common: frozenset[str] = frozenset()
    is_settled: bool = False


def noted(note: str | None) -> Noted:
    told = json.loads(note or "{}")
    return Noted(frozenset(told.get("common", ())), is_settled=told.get("is_settled", False))


def write_note(known: Noted) -> None:
    note = json.dumps({"common": sorted(known.common), "is_settled": known.is_settled})
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON FUNCTION {SIGNATURE} IS %s", [note])
