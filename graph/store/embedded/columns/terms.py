"""What is known of a term, in SQL: from its text as the engine writes it in TSV, in a column called term."""

from __future__ import annotations

from graph.store.embedded.columns.catalogue import BLANK, INTEGER, IRI, OTHER, STRING, TAGGED

KIND = rf"""CAST(CASE
      WHEN starts_with(term, '<<') THEN error('a triple as a term')
      WHEN term[1] = '<' THEN {IRI}
      WHEN term[1] = '_' THEN {BLANK}
      WHEN term[1] = '"' AND term[-1] = '"' THEN {STRING}
      WHEN regexp_matches(term, '"@[A-Za-z0-9]+(-[A-Za-z0-9]+)*$') THEN {TAGGED}
      WHEN regexp_matches(term, '"@[^"]*$') THEN error('a text with a direction')
      WHEN regexp_full_match(term, '[+-]?[0-9]{{1,18}}') THEN {INTEGER}
      ELSE {OTHER}
    END AS UTINYINT)"""

VALUE = r"""CASE
      WHEN term[1] IN ('<', '_') THEN NULL
      WHEN term[1] <> '"' THEN term
      WHEN contains(term, '\') THEN array_to_string(list_transform(
        string_split(regexp_extract(term, '(?s)^"(.*)"', 1), '\\'),
        lambda part: replace(replace(replace(replace(part, '\t', chr(9)), '\n', chr(10)), '\r', chr(13)), '\"', '"')
      ), '\')
      ELSE regexp_extract(term, '(?s)^"(.*)"', 1)
    END"""
"""The characters of a literal; NULL for any other term."""

LANGUAGE = """CASE WHEN term[1] NOT IN ('<', '_') THEN regexp_extract(term, '"@([A-Za-z0-9-]+)$', 1) END"""
"""The language of a literal, which may be empty; NULL for any other term."""
