"""WARC files: each HTML page a server answered with is an article."""

import io
from collections.abc import Iterator
from typing import Any

from workbench.formats.archives import bound
from workbench.formats.documents import DAMAGED, Document, UnreadableError, problem
from workbench.formats.webpages import decode_page, page

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(data: bytes) -> Iterator[Document]:
    """Responses with HTML as ``#ROW``, counted among all responses; other records are no pages."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    n = 0
    try:
        for answer in ArchiveIterator(io.BytesIO(data)):
            n += answer.rec_type in ("response", "resource")
            if answer.rec_type in ("response", "resource") and _type(answer)[0] in _PAGES:
                yield _answer(f"#{n}", answer, bound(len(data)))
    except (ArchiveLoadFailed, *DAMAGED) as error:
        yield problem(f"#{n + 1}", f"the WARC file breaks off: {error}; copy it again")


def _answer(record: str, answer: Any, limit: int) -> Document:
    url = answer.rec_headers.get_header("WARC-Target-URI")
    status = answer.http_headers.get_statuscode() if answer.http_headers else "200"
    if not status.startswith("2"):
        return problem(record, f"{url} was answered {status}; crawl it again or leave it out")
    data = answer.content_stream().read(limit + 1)
    try:
        if len(data) > limit:
            raise UnreadableError(f"{url} expands to more than {limit:,} bytes; leave it out")
        return page(record, *decode_page(data, _type(answer)[1]), url)
    except UnreadableError as error:
        return problem(record, str(error))


def _type(answer: Any) -> tuple[str, str | None]:
    """Media type and character set that the server stated."""
    headers = answer.http_headers or answer.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").lower().partition(";")
    _, _, charset = rest.partition("charset=")
    return kind.strip(), charset.split(";")[0].strip(" \"'") or None
