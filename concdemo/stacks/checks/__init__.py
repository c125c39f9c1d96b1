"""The same item validated in several ways, one a module: by hand, not at all, by libraries.

Each makes an item ``from_dict`` or ``from_text`` (JSON), raises ``REFUSAL`` where that is no item,
and has the three fields in what it makes.
"""
