"""A sentence in every language that a user may read it in.

Every word that concdemo shows is a :class:`Text`, so a sentence that lacks a
language can't be built.  Which language is shown is decided where it is shown.
What the sentences say lives with whoever says them, not here.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in English and in Korean."""

    en: str
    ko: str

    def into(self, language: Language) -> str:
        """The sentence in ``language``."""
        return self.ko if language == "ko" else self.en

    def fill(self, **facts: object) -> "Text":
        """Both sentences with ``{name}`` replaced; a fact may be a Text itself.

        Raises:
            KeyError: a place in the sentence has no fact.
        """

        def filled(language: Language) -> str:
            said = {
                name: fact.into(language) if isinstance(fact, Text) else fact
                for name, fact in facts.items()
            }
            return self.into(language).format(**said)

        return Text(filled("en"), filled("ko"))

    @classmethod
    def same(cls, words: str) -> "Text":
        """Words that read the same in both languages: names, numbers, symbols."""
        return cls(words, words)

    @classmethod
    def join(cls, parts: "list[Text] | tuple[Text, ...]", separator: str = " ") -> "Text":
        """Several sentences one after another."""
        return cls(
            separator.join(part.en for part in parts), separator.join(part.ko for part in parts)
        )
