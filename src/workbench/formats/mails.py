"""Mails: the text is the article, the subject its headline."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from typing import Any

from workbench.formats.documents import Document, Metadata, UnreadableError, article, stated
from workbench.formats.webpages import plain


def read_mail(data: bytes) -> Iterator[Document]:
    """A mail: its plain text, else the text of its HTML; attachments are left out."""
    mail = message_from_bytes(data, policy=default)
    part: Any = mail.get_body(preferencelist=("plain", "html"))
    if part is None or not mail["From"]:
        raise UnreadableError("no mail with a text and a sender; save its text as .txt")
    try:
        content = part.get_content()
    except (LookupError, AssertionError):  # a character set that Python does not know
        content = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    name, address = parseaddr(str(mail["From"]))
    yield article("", plain(content), part.get_content_charset("utf-8"), Metadata(
        mail["Subject"], address.rpartition("@")[2], name, None, stated(mail["Date"])))
