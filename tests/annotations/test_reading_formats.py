"""Formats that are only read: Kindle's clippings, KOReader's JSON, Zotero's Markdown."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.formats import read, recognised
from tui.annotations.formats.foreign import Foreign, Work
from tui.annotations.kinds import Colour, Kind
from tui.document.failures import Refused

CLIPPINGS = """\ufeffOn Liberty (Mill, John Stuart)
- Your Highlight on page 12 | Location 170-172 | Added on Monday, January 4, 2021 10:15:32 PM

He who knows only his own side of the case
==========
\ufeffOn Liberty (Mill, John Stuart)
- Your Highlight on page 12 | Location 170-173 | Added on Monday, January 4, 2021 10:16:00 PM

He who knows only his own side of the case knows little of that.
==========
On Liberty (Mill, John Stuart)
- Your Note on page 12 | Location 173 | Added on Monday, January 4, 2021 10:17:00 PM

Steel man!
==========
On Liberty (Mill, John Stuart)
- Your Bookmark on Location 200 | Added on Monday, 4 January 2021 22:18:00


==========
Les Misérables (Tome I) (Hugo, Victor)
- Votre surlignement à la page 5 | emplacement 100-102 | Ajouté le mercredi 3 février 2021 21:05:06

Il n’y a ni mauvaises herbes ni mauvais hommes.
==========
Les Misérables (Tome I) (Hugo, Victor)
- Votre note sur l’emplacement 150 | Ajouté le mercredi 3 février 2021 à 9 h 05 min 06 s

À revoir.
==========
"""


def test_kindles_clippings_in_english_and_french():
    mill, hugo = Work("On Liberty", "Mill, John Stuart"), Work("Les Misérables (Tome I)", "Hugo, Victor")
    data = CLIPPINGS.replace("\n", "\r\n").encode()

    assert recognised(data).name == "kindle"
    found = read("kindle", data)

    assert [(each.work, each.kind, each.quote, each.note, each.created) for each in found] == [
        (
            mill,
            Kind.NOTE,
            "He who knows only his own side of the case knows little of that.",
            "Steel man!",
            "2021-01-04T22:16:00.000Z",
        ),
        (mill, Kind.BOOKMARK, "", "", "2021-01-04T22:18:00.000Z"),
        (hugo, Kind.HIGHLIGHT, "Il n’y a ni mauvaises herbes ni mauvais hommes.", "", "2021-02-03T21:05:06.000Z"),
        (hugo, Kind.NOTE, "", "À revoir.", "2021-02-03T09:05:06.000Z"),
    ]
    assert len({each.id for each in found}) == 4


def test_a_clipping_that_is_none_is_refused():
    with pytest.raises(Refused, match="clipping 2"):
        read(
            "kindle", CLIPPINGS.encode().split(b"=====")[0] + b"==========\nBook\n- Ihre Markierung\n\nx\n==========\n"
        )


KOREADER = {
    "version": "json/1.0.0",
    "created_on": 1700000000,
    "documents": [
        {
            "title": "On Liberty",
            "author": "John Stuart Mill\nHarriet Taylor",
            "file": "/mnt/onboard/mill.epub",
            "entries": [
                {
                    "sort": "highlight",
                    "drawer": "lighten",
                    "color": "orange",
                    "text": "his own side",
                    "note": "Steel man!",
                    "chapter": "II",
                    "page": 12,
                    "time": 1609798532,
                },
                {"sort": "highlight", "text": "of the case", "time": 1609798533},
                {"sort": "highlight", "text": " ", "time": 1609798533},
            ],
        }
    ],
}


def test_koreaders_books():
    work = Work("On Liberty", "John Stuart Mill, Harriet Taylor")
    wanted = [
        Foreign(
            work=work,
            quote="his own side",
            kind=Kind.NOTE,
            note="Steel man!",
            colour=Colour.YELLOW,
            created="2021-01-04T22:15:32.000Z",
            modified="2021-01-04T22:15:32.000Z",
        ),
        Foreign(
            work=work,
            quote="of the case",
            created="2021-01-04T22:15:33.000Z",
            modified="2021-01-04T22:15:33.000Z",
        ),
    ]
    for value in (KOREADER, KOREADER["documents"][0], KOREADER["documents"]):
        data = json.dumps(value).encode()
        assert recognised(data).name == "koreader"
        assert read("koreader", data) == wanted


@pytest.mark.parametrize("data", [b"[]]", b"{}", b'{"documents": [1]}', b'{"entries": 1}', b"7"])
def test_other_json_is_refused(data):
    with pytest.raises(Refused):
        read("koreader", data)


ZOTERO = """# Annotations
(23/11/2026, 14:10:00)

“He who knows only his own side” ([Mill, 1859, p. 12](zotero://select/library/items/ABCD1234)) \
([pdf](zotero://open-pdf/library/items/EFGH5678?page=12&annotation=KEY11111)) Steel man!

<mark style="background-color: #a28ae5">“of the \\[case\\]”</mark> \
([Mill, 1859, p. 13](zotero://select/library/items/ABCD1234)) \
([pdf](zotero://open-pdf/library/items/EFGH5678?page=13&annotation=KEY22222))

Something that somebody wrote.
"""


def test_zoteros_annotations():
    assert recognised(ZOTERO.encode()).name == "zotero"
    assert read("zotero", ZOTERO.encode()) == [
        Foreign(
            work=Work("Mill, 1859"),
            quote="He who knows only his own side",
            kind=Kind.NOTE,
            note="Steel man!",
            id="zotero:KEY11111",
        ),
        Foreign(work=Work("Mill, 1859"), quote="of the [case]", colour=Colour.PURPLE, id="zotero:KEY22222"),
    ]
    titled = ZOTERO.replace("# Annotations", "# On Liberty\n\n## Annotations")
    assert {each.work.title for each in read("zotero", titled.encode())} == {"On Liberty"}
    with pytest.raises(Refused, match="Zotero"):
        read("zotero", b'# Notes\n\n"Quote" (Mill, 1859)')


@pytest.mark.parametrize("name", ["kindle", "koreader", "zotero"])
@given(data=st.one_of(st.binary(max_size=80), st.text('=-\n|“”()[]{}: "1aà', max_size=80).map(str.encode)))
def test_whatever_bytes_are_read_or_refused(name, data):
    recognised(data)
    for start in (
        b"",
        b"T (A)\n- Your Highlight on Location 1-2 | Added on",
        b'[{"entries": [',
        b"\xe2\x80\x9ca\xe2\x80\x9d (",
    ):
        with suppress(Refused):
            read(name, start + data)
