"""The special forms that instructions take while they run, in words: patterns of their names."""

from fnmatch import fnmatchcase

from concdemo.experiments.slow.explain_words import GENERAL, NOTHING
from concdemo.text import Text

CALL_FOLLOWS = frozenset({"PRECALL_PYFUNC", "PRECALL_BOUND_METHOD"})
"""Of 3.11's special forms of PRECALL those that leave the call to CALL."""

CALLS_C = Text(
    "made for just this, which is written in C: calls it directly.",
    "C로 짠 바로 이것을 위한 형태입니다. 바로 부릅니다.",
)
CALLS_PYTHON = Text(
    "made for a Python function called like this: goes straight into its code.",
    "이렇게 부르는 파이썬 함수를 위한 형태입니다. 그 함수의 코드로 바로 들어갑니다.",
)
CALLS_METHOD = Text(
    "made for a Python method: goes straight into its code.",
    "파이썬 메서드를 위한 형태입니다. 그 코드로 바로 들어갑니다.",
)
FINDS_METHOD = Text(
    "made for a method of one class: finds it without searching.",
    "한 클래스의 메서드를 위한 형태입니다. 찾아보지 않고 바로 압니다.",
)
OF_MODULE = Text(
    "made for a module's name: knows its place as long as no name comes or goes.",
    "모듈에 있는 이름을 위한 형태입니다. 이름이 생기거나 없어지지 않는 한 자리를 압니다.",
)
TAKES_ITEM = Text(
    "made for this type: takes the item directly.",
    "이 타입을 위한 형태입니다. 항목을 바로 꺼냅니다.",
)
SKIPPED = Text(
    "not carried out: the form before it has made the call already.",
    "실행되지 않습니다. 바로 앞의 특화된 명령이 이미 불렀습니다.",
)
KNOWN_CLASS = Text(
    "made for one class: checks that it is still the same, then knows the place.",
    "한 클래스를 위한 형태입니다. 클래스가 그대로인지만 확인하고 정해진 자리로 바로 갑니다.",
)
SPECIAL: tuple[tuple[str, Text], ...] = (
    ("BINARY_OP_SUBSCR_*", TAKES_ITEM),
    (
        "BINARY_OP_*_INT",
        Text(
            "made for two ints: if both are, calculates directly; else in the general form.",
            "int 둘을 위한 형태입니다. 둘 다 int이면 바로 계산하고, 아니면 일반형으로 합니다.",
        ),
    ),
    (
        "BINARY_OP_*_FLOAT",
        Text(
            "made for two floats: if both are, calculates directly; else in the general form.",
            "float 둘을 위한 형태입니다. 둘 다 float이면 바로 계산하고, 아니면 일반형으로 합니다.",
        ),
    ),
    (
        "BINARY_OP_*_UNICODE",
        Text(
            "made for two strings: if both are, joins them directly.",
            "문자열 둘을 위한 형태입니다. 둘 다 문자열이면 바로 잇습니다.",
        ),
    ),
    (
        "BINARY_SUBSCR_DICT",
        Text(
            "made for a dict: looks the key up directly.",
            "dict를 위한 형태입니다. 키를 바로 찾습니다.",
        ),
    ),
    (
        "BINARY_SUBSCR_GETITEM",
        Text(
            "made for one class's own __getitem__: goes straight into its code.",
            "한 클래스의 __getitem__을 위한 형태입니다. 그 코드로 바로 들어갑니다.",
        ),
    ),
    ("BINARY_SUBSCR_*", TAKES_ITEM),
    (
        "STORE_SUBSCR_*",
        Text(
            "made for this type: puts the item in directly.",
            "이 타입을 위한 형태입니다. 항목을 바로 넣습니다.",
        ),
    ),
    (
        "COMPARE_OP_INT*",
        Text(
            "made for two ints: if both are, compares directly.",
            "int 둘을 위한 형태입니다. 둘 다 int이면 바로 비교합니다.",
        ),
    ),
    (
        "COMPARE_OP_FLOAT*",
        Text(
            "made for two floats: if both are, compares directly.",
            "float 둘을 위한 형태입니다. 둘 다 float이면 바로 비교합니다.",
        ),
    ),
    (
        "COMPARE_OP_STR*",
        Text(
            "made for two strings: if both are, compares directly.",
            "문자열 둘을 위한 형태입니다. 둘 다 문자열이면 바로 비교합니다.",
        ),
    ),
    (
        "FOR_ITER_RANGE",
        Text(
            "made for range: makes the next number itself.",
            "range를 위한 형태입니다. 다음 수를 직접 만듭니다.",
        ),
    ),
    (
        "FOR_ITER_GEN",
        Text(
            "made for a generator: goes straight into its code.",
            "제너레이터를 위한 형태입니다. 그 코드로 바로 들어갑니다.",
        ),
    ),
    (
        "FOR_ITER_*",
        Text(
            "made for this type: takes the next item directly.",
            "이 타입을 위한 형태입니다. 다음 항목을 바로 꺼냅니다.",
        ),
    ),
    ("LOAD_GLOBAL_MODULE", OF_MODULE),
    ("LOAD_ATTR_MODULE", OF_MODULE),
    ("LOAD_METHOD_MODULE", OF_MODULE),
    (
        "LOAD_GLOBAL_BUILTIN",
        Text(
            "made for a built-in name: knows its place as long as no name comes or goes.",
            "내장 이름을 위한 형태입니다. 이름이 생기거나 없어지지 않는 한 자리를 압니다.",
        ),
    ),
    (
        "LOAD_ATTR_PROPERTY",
        Text(
            "made for one class's property: goes straight into its code.",
            "한 클래스의 프로퍼티를 위한 형태입니다. 그 함수의 코드로 바로 들어갑니다.",
        ),
    ),
    ("LOAD_ATTR_METHOD_*", FINDS_METHOD),
    ("LOAD_METHOD_*", FINDS_METHOD),
    ("LOAD_ATTR_INSTANCE_VALUE", KNOWN_CLASS),
    ("LOAD_ATTR_SLOT", KNOWN_CLASS),
    ("LOAD_ATTR_WITH_HINT", KNOWN_CLASS),
    ("LOAD_ATTR_CLASS*", KNOWN_CLASS),
    ("LOAD_ATTR_NONDESCRIPTOR_*", KNOWN_CLASS),
    ("STORE_ATTR_*", KNOWN_CLASS),
    (
        "UNPACK_SEQUENCE_*",
        Text(
            "made for this type and length: unpacks directly.",
            "이 타입과 길이를 위한 형태입니다. 바로 풀어 나눕니다.",
        ),
    ),
    ("CALL_PY_*", CALLS_PYTHON),
    ("CALL_KW_PY", CALLS_PYTHON),
    ("CALL_BOUND_METHOD_*", CALLS_METHOD),
    ("CALL_KW_BOUND_METHOD", CALLS_METHOD),
    (
        "PRECALL_PYFUNC",
        Text("made for a Python function.", "파이썬 함수를 위한 형태입니다."),
    ),
    (
        "PRECALL_BOUND_METHOD",
        Text("made for a Python method.", "파이썬 메서드를 위한 형태입니다."),
    ),
    (
        "CALL*_NON_PY*",
        Text(
            "made for what is no Python function: calls it directly.",
            "파이썬 함수가 아닌 것을 위한 형태입니다. 바로 부릅니다.",
        ),
    ),
    (
        "CALL_ALLOC_AND_ENTER_INIT",
        Text(
            "made for one class: makes the object and goes straight into its __init__.",
            "한 클래스를 위한 형태입니다. 객체를 만들고 __init__의 코드로 바로 들어갑니다.",
        ),
    ),
    (
        "*_BUILTIN_CLASS",
        Text(
            "made for a class written in C: makes the object directly.",
            "C로 짠 클래스를 위한 형태입니다. 객체를 바로 만듭니다.",
        ),
    ),
    ("CALL_*", CALLS_C),
    ("PRECALL_*", CALLS_C),
    (
        "TO_BOOL_*",
        Text(
            "made for this type: asks directly whether it is true.",
            "이 타입을 위한 형태입니다. 참인지 바로 압니다.",
        ),
    ),
    (
        "CONTAINS_OP_*",
        Text(
            "made for this type: searches in it directly.",
            "이 타입을 위한 형태입니다. 그 안에서 바로 찾습니다.",
        ),
    ),
    ("*", Text("a form that it took while running.", "실행하는 동안 바뀐 형태입니다.")),
)
"""Patterns of special forms, in the order in which they are tried."""


def is_general(form: str) -> bool:
    """Whether it says nothing of types: it has run, may yet be exchanged, goes with the next."""
    return form == "RESUME_CHECK" or form.endswith(("_ADAPTIVE", "_QUICK")) or "__" in form


def why(name: str, form: str, before: str = "") -> Text:
    """What an instruction does in the form that it has; nothing where that isn't known.

    ``before`` is the form of the instruction before it, which in 3.11 may have done its work.
    """
    if name == "CALL" and fnmatchcase(before, "PRECALL_*") and before not in CALL_FOLLOWS:
        return SKIPPED
    if form == name:
        return GENERAL.get(name, NOTHING)
    return next(said for pattern, said in SPECIAL if fnmatchcase(form, pattern))
