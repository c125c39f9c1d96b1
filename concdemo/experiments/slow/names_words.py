"""What the stories of ``names`` say, by what was seen: each line has words for either outcome."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

STORIES: Mapping[str, Text] = MappingProxyType(
    {
        "int": Text(
            "Names and the objects that they stand for (#1, #2, …): a whole number",
            "이름과 이름이 가리키는 객체(#1, #2, …): 정수",
        ),
        "list": Text(
            "Names and the objects that they stand for (#1, #2, …): a list",
            "이름과 이름이 가리키는 객체(#1, #2, …): 리스트",
        ),
    }
)

MADE = Text("a is the name of an object: {a}.", "a는 객체 {a}의 이름입니다.")
SHARED = Text(
    "no copy was made: a and b are two names of one object.",
    "복사되지 않았습니다. a와 b는 한 객체의 두 이름입니다.",
)
COPIED = Text(
    "a copy was made: b names another object.", "복사되었습니다. b는 다른 객체의 이름입니다."
)
ANEW = Text("the names as before.", "이름을 처음처럼 되돌립니다.")
APART = Text(
    "an equal value ({c}), made anew, is another object: being the same object is more than "
    "being equal.",
    "값이 같아도({c}) 새로 만들면 다른 객체입니다. 같은 객체라는 것은 값이 같다는 것과 다릅니다.",
)
NOT_APART = Text(
    "an equal value ({c}) is the very same object here, so identity tells nothing.",
    "여기서는 값이 같으면({c}) 늘 같은 객체여서, 같은 객체인지 보아도 알 수 있는 것이 없습니다.",
)
REBOUND = Text(
    "b now names another object ({b}); a is untouched ({a}).",
    "b는 이제 다른 객체({b})의 이름입니다. a는 그대로({a})입니다.",
)
CHANGED = Text(
    "the one object was changed, so a shows it as well ({a}).",
    "하나뿐인 객체가 바뀌어서 a로 보아도 바뀌어 있습니다({a}).",
)
CHANGED_APART = Text(
    "a shows something else now ({a}), though b names another object.",
    "b는 다른 객체의 이름인데도 a가 바뀌었습니다({a}).",
)
UNCHANGED = Text("a shows what it did ({a}).", "a는 그대로입니다({a}).")
NEW = Text("another object that shows the same ({b}).", "내용이 같은({b}) 다른 객체입니다.")
NOT_NEW = Text(
    "still the same object: what can't change needs no copy.",
    "그대로 같은 객체입니다. 바뀔 수 없는 것은 복사할 필요가 없습니다.",
)


def why(role: str, *, name: str, shown: Mapping[str, str], same: bool, changed: bool) -> Text:
    """What a line showed: ``same``: its name and ``a`` name one object; ``changed``: ``a`` did."""
    if role == "make":
        found = MADE
    elif role == "assign":
        found = SHARED if same else COPIED
    elif role == "again":
        found = ANEW
    elif role == "control":
        found = NOT_APART if same else APART
    elif role in ("copy", "deepcopy"):
        found = NOT_NEW if same else NEW
    elif changed:
        found = CHANGED if same else CHANGED_APART
    else:
        found = UNCHANGED if same else REBOUND
    return found.fill(**shown)
