"""A sentence in every language that a user may read it in.

Every word that concdemo shows is a :class:`Text`, so a sentence that lacks a
language can't be built.  Which language is shown is decided where it is shown.
What the sentences say lives with whoever says them, not here.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Count(int):
    """A whole number that knows which of two words goes with it."""

    def __format__(self, form: str) -> str:
        """As any number; by ``one|more`` the first word for 1, the second for any other."""
        one, divided, more = form.partition("|")
        if not divided:
            return super().__format__(form)
        return one if self == 1 else more


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

        ``{name:round|rounds}`` is the word that goes with a whole number of them.

        Raises:
            KeyError: a place in the sentence has no fact.
        """

        def filled(language: Language) -> str:
            return self.into(language).format(
                **{name: _said(fact, language) for name, fact in facts.items()}
            )

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


def _said(fact: object, language: Language) -> object:
    if isinstance(fact, Text):
        return fact.into(language)
    if isinstance(fact, int) and not isinstance(fact, bool):
        return Count(fact)
    return fact
