"""Lists of the words of an archive and of its names, as runs have made them, else made now: suggestions need them."""

from pathlib import Path

from index.columnar.together import Together
from index.entities import Entities
from index.words.namewords import FILE as NAME_WORDS
from index.words.namewords import NameWords
from index.words.namewords import listed as list_names
from index.words.wordlist import FILE as WORDS
from index.words.wordlist import WordList, opened


def words_of(folder: Path, together: Together) -> WordList:
    """Return every word of a generation in a folder as it is written."""
    from index.words.listing import listed  # noqa: PLC0415 -- only where no run has listed them

    return WordList(opened(folder, WORDS) or listed(together), str(folder / WORDS))


def name_words_of(folder: Path, entities: Entities) -> NameWords:
    """Return the words of the names of the entities of a generation in a folder."""
    found = NameWords(opened(folder, NAME_WORDS), str(folder / NAME_WORDS))
    return found if found.entities == len(entities) else NameWords(list_names(entities))
