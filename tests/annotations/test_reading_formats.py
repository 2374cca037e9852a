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
        read("kindle", CLIPPINGS.encode().split(b"=====")[0] + b"==========\nBook\n- Something else\n\nx\n==========\n")


@pytest.mark.parametrize(
    ("heading", "kind", "created"),
    [
        ("- Highlight Loc. 1014-16  | Added on Monday, May 09, 2011, 09:12 PM", Kind.HIGHLIGHT, "2011-05-09T21:12:00"),
        (
            "- Clip This Article on Location 23 | Added on Monday, May 9, 2011 1:02 AM",
            Kind.HIGHLIGHT,
            "2011-05-09T01:02",
        ),
        (
            "- Votre surlignement Emplacement 307-307 | Ajouté le lundi 17 décembre 2012 à 08:27:45",
            Kind.HIGHLIGHT,
            "2012",
        ),
        ("- Votre surlignage sur la page 5 | Ajouté le 1 août 2019 18:00:39", Kind.HIGHLIGHT, "2019-08-01T18:00:39"),
        (
            "- Ihre Markierung bei Position 234-236 | Hinzugefügt am Montag, 4. März 2021 09:15:00",
            Kind.HIGHLIGHT,
            "2021-03-04T09:15:00",
        ),
        (
            "- Ihre Notiz auf Seite 42 | Position 1236 | Hinzugefügt am Freitag, 30. Dezember 2024 um 14:46:33",
            Kind.NOTE,
            "",
        ),
        (
            "- Ihr Lesezeichen auf Seite 42 | Hinzugefügt am Freitag, 30. Dezember 2024 14:46:33",
            Kind.BOOKMARK,
            "2024-12-30",
        ),
        (
            "- Tu subrayado en la página 12 | posición 100-102 | Añadido el martes, 5 de enero de 2021 10:30:00",
            Kind.HIGHLIGHT,
            "",
        ),
        ("- Mi nota Posición 100 | Añadido el martes 5 de enero de 2021, 10:30:00", Kind.NOTE, "2021-01-05T10:30:00"),
        (
            "- Tu marcador en la posición 1060 | Añadido el jueves, 1 de octubre de 2015 23:50:51",
            Kind.BOOKMARK,
            "2015-10-01",
        ),
        (
            "- La tua evidenziazione alla pagina 6 | posizione 36-40 | Aggiunto in data lunedì 30 settembre 2019"
            " 18:00:39",
            Kind.HIGHLIGHT,
            "2019-09-30T18:00:39",
        ),
        (
            "- Seu destaque na página 6 | posição 36-40 | Adicionado: segunda-feira, 30 de setembro de 2019 18:00:39",
            Kind.HIGHLIGHT,
            "2019-09-30T18:00:39",
        ),
        (
            "- Je markering op pagina 6 | locatie 36-40 | Toegevoegd op maandag 30 september 2019 18:00:39",
            Kind.HIGHLIGHT,
            "",
        ),
        (
            "- Ваш выделенный отрывок на странице 5 | Местоположение 1234-1236 | Добавлено: понедельник, 30 декабря"
            " 2024 г. в 14:46:33",
            Kind.HIGHLIGHT,
            "2024-12-30T14:46:33",
        ),
        (
            "- 您在第 7 页（位置 #114-116）的标注 | 添加于 2019年9月30日星期一 下午6:00:39",
            Kind.HIGHLIGHT,
            "2019-09-30T18:00:39",
        ),
        ("- 您在位置 #114 的笔记 | 添加于 2019年9月30日星期一 上午12:00:39", Kind.NOTE, "2019-09-30T00:00:39"),
        ("- 7ページ｜位置No. 114-116のメモ |作成日: 2024年12月30日月曜日 14:46:33", Kind.NOTE, "2024-12-30T14:46:33"),
        ("- Þú merktir á síðu 5 | staðsetning 60-61 | Bætt við mánudagur 30 desember 2024", Kind.HIGHLIGHT, ""),
    ],
)
def test_a_clippings_heading_in_the_languages_of_kindles(heading, kind, created):
    start = CLIPPINGS.split("==========")[0] + "==========\n"
    data = f"{start}Livre (Une autrice)\r\n{heading}\r\n\r\nDes mots.\r\n==========\r\n".encode("utf-8-sig")

    [_, found] = read("kindle", data)

    assert (found.work, found.kind) == (Work("Livre", "Une autrice"), kind)
    assert (found.note if kind is Kind.NOTE else found.quote) == "Des mots."
    assert found.created.startswith(created)


def clipping(what, place, words, time="10:15:32", title="On Liberty (Mill)"):
    return f"{title}\n- Your {what} on {place} | Added on Monday, 4 January 2021 {time}\n\n{words}\n==========\n"


def test_notes_hang_on_the_passage_that_they_were_written_at():
    """On a page of a PDF several passages end where the note stands; the one beside it in the file is meant."""
    data = "".join(
        [
            clipping("Highlight", "page 12", "The first one.", "10:00:00"),
            clipping("Highlight", "page 12", "The second one.", "10:01:00"),
            clipping("Note", "page 12", "On the second.", "10:02:00"),
            clipping("Highlight", "page 12", "The third one.", "10:09:00"),
            clipping("Note", "page 12", "Elsewhere.", title="Another (Mill)"),
            clipping("Highlight", "Location 5-9", "<You have reached the clipping limit for this item>"),
            clipping("Highlight", "Location 15-19", "<Vous avez atteint la limite de coupures pour cet élément>"),
            clipping("Highlight", "Location 25-29", "<b class='x'>is no limit</b>"),
        ]
    ).encode()

    found = read("kindle", data)

    assert [(each.quote, each.note) for each in found] == [
        ("The first one.", ""),
        ("The second one.", "On the second."),
        ("The third one.", ""),
        ("<b class='x'>is no limit</b>", ""),
        ("", "Elsewhere."),
    ]
    assert found[1].modified == "2021-01-04T10:02:00.000Z"


def test_many_clippings_are_not_all_compared_with_all():
    data = "".join(clipping("Highlight", f"page {number // 3}", f"Words {number}.") for number in range(6000)).encode()
    assert len(read("kindle", data)) == 6000
    data = "".join(clipping("Note", "page 1", f"Words {number}.") for number in range(6000)).encode()
    assert len(read("kindle", data)) == 6000


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
            undated=True,
        ),
        Foreign(
            work=work,
            quote="of the case",
            created="2021-01-04T22:15:33.000Z",
            modified="2021-01-04T22:15:33.000Z",
            undated=True,
        ),
    ]
    for value in (KOREADER, KOREADER["documents"][0], KOREADER["documents"]):
        data = json.dumps(value).encode()
        assert recognised(data).name == "koreader"
        assert read("koreader", data) == wanted


def test_what_koreader_keeps_beside_a_book():
    """The tables of its ``metadata.epub.lua`` as JSON; a book without highlights has an empty table."""
    kept = {
        "annotations": [
            {
                "chapter": "II",
                "color": "blue",
                "datetime": "2024-05-01 10:20:30",
                "datetime_updated": "2024-05-02 11:00:00",
                "drawer": "lighten",
                "note": "Steel man!",
                "page": "/body/DocFragment[4]/body/p[2]/text().0",
                "pageno": 12,
                "pos0": "/body/DocFragment[4]/body/p[2]/text().0",
                "pos1": "/body/DocFragment[4]/body/p[2]/text().12",
                "text": "his own side",
            },
            {"datetime": "2024-05-01 10:30:00", "page": "/body/DocFragment[5]", "pageno": 20, "text": "in III"},
        ],
        "doc_props": {"authors": "John Stuart Mill\nHarriet Taylor", "title": "On Liberty", "language": "en"},
        "stats": {"highlights": 1},
    }
    data = json.dumps(kept).encode()

    assert recognised(data).name == "koreader"
    work = Work("On Liberty", "John Stuart Mill, Harriet Taylor")
    first, place = read("koreader", data)
    assert (first.work, first.quote, first.note, first.colour) == (work, "his own side", "Steel man!", Colour.BLUE)
    assert (first.created, first.modified) == ("2024-05-01T10:20:30.000Z", "2024-05-02T11:00:00.000Z")
    assert (place.kind, place.quote, place.name) == (Kind.BOOKMARK, "", "in III")
    empty = {"title": "T", "author": "Unknown Author", "entries": {}, "version": "json/1.0.0", "created_on": 1700000000}
    assert recognised(json.dumps(empty).encode()).name == "koreader"
    assert read("koreader", json.dumps(empty).encode()) == []


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
            undated=True,
        ),
        Foreign(
            work=Work("Mill, 1859"), quote="of the [case]", colour=Colour.PURPLE, id="zotero:KEY22222", undated=True
        ),
    ]
    titled = ZOTERO.replace("# Annotations", "# On Liberty\n\n## Annotations")
    assert {each.work.title for each in read("zotero", titled.encode())} == {"On Liberty"}
    with pytest.raises(Refused, match="Zotero"):
        read("zotero", b'# Notes\n\n"Quote" (see above)')


def test_zoteros_annotations_of_other_versions_and_programs():
    select, place = "zotero://select/library/items/AB", "zotero://open-pdf/library/items/CD?page=2&annotation"
    data = f"""# Annotations
(01/02/2026 à 14:10:00)

« Un passage « entre » guillemets » ([Mill, 1859, p. 12]({select})) ([pdf]({place}=K1))

> “Quoted in a block” ([pdf]({place}=K2)) first line
- second line
“third line

<mark style="background: #BBFABBA6;">“Marked to its end” ([Mill, 1859, p. 13]({select})) ([pdf]({place}=K3))</mark>

- “One of a list” ([Mill, 1859, p. 14]({select})) ([pdf](zotero://open/library/items/CD?page=2&annotation=K4))
- “Another of it” ([Mill, 1859]({select})) ([epub](zotero://open-epub/groups/12/items/CD?annotation=K5)) Why?

Noted on a page, without a passage. ([Mill, 1859, p. 15]({select}))

![](image.png)
"""
    found = read("zotero", data.encode())

    assert recognised(data.encode()).name == "zotero"
    assert [(each.quote, each.note, each.id, each.work.title) for each in found] == [
        ("Un passage « entre » guillemets", "", "zotero:K1", "Mill, 1859"),
        ("Quoted in a block", "first line\n- second line\n“third line", "zotero:K2", ""),
        ("Marked to its end", "", "zotero:K3", "Mill, 1859"),
        ("One of a list", "", "zotero:K4", "Mill, 1859"),
        ("Another of it", "Why?", "zotero:K5", "Mill, 1859"),
        ("", "Noted on a page, without a passage.", "", "Mill, 1859"),
    ]
    assert found[2].colour is Colour.GREEN
    assert found[-1].relations.about == "text"


def test_zoteros_annotations_without_links():
    plain = """# Annotations
(23/11/2026, 14:10:00)

“He who knows only his own side” (Mill, 1859, p. 12) Steel man!

“of the case” (Mill and Taylor, n.d.)

Something that somebody wrote (in 1859).
"""
    assert recognised(plain.encode()).name == "zotero"
    assert [(each.quote, each.note, each.work.title) for each in read("zotero", plain.encode())] == [
        ("He who knows only his own side", "Steel man!", "Mill, 1859"),
        ("of the case", "", "Mill and Taylor, n.d."),
    ]
    article = plain.replace("# Annotations\n(23/11/2026, 14:10:00)", "# An article")
    assert recognised(article.encode()) is None, "an article that cites is none"


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
