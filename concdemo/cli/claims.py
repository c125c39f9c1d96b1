"""``concdemo claims``: every claim of the book with its last verdict here, or some explained."""

from collections.abc import Mapping, Sequence

from concdemo import schema
from concdemo.cli import exports, output
from concdemo.cli.history import Past
from concdemo.cli.ledger_options import CLAIMS_EXPORTS
from concdemo.findings import Listing
from concdemo.ledger.asked import chosen
from concdemo.ledger.book import by_id
from concdemo.ledger.overview import listing
from concdemo.render import claims as rendered
from concdemo.settings import Raw
from concdemo.text import Language


def as_json(found: Listing, language: Language) -> bytes:
    """The listing itself: it holds every language."""
    return schema.encode(found)


def claims(words: Sequence[str], given: Mapping[str, Raw], language: Language) -> int:
    """Show all claims or a group's in tables, and others one by one; exit status 0.

    Raises:
        UsageFault: a word names neither a claim nor a group, or a place can't be written.
        ConcdemoError: a file could not be written.
    """
    names = chosen(words) if words else list(by_id())
    paths = exports.settle_paths(given, exports=CLAIMS_EXPORTS)
    found = listing(names, Past(language).last)
    exports.save_all(paths, found, language, CLAIMS_EXPORTS)
    if not exports.alone(paths):
        alone = any(word in by_id() for word in words)
        show = rendered.explained if alone else rendered.listing
        output.show(show(found, language), language)
    return 0
