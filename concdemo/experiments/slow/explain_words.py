"""What instructions do in their general form, in words, and what is said around them.

Names that aren't here are shown without words, so that an interpreter that has others can be
looked at as well.
"""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

PYTHON = Text("this Python", "이 파이썬")
UNSPECIALISED = Text(
    "it runs instructions as they were compiled, in their general form.",
    "명령을 컴파일된 그대로, 일반형으로 실행합니다.",
)
COMPILED = Text("machine code", "기계어")
NO_BYTECODE = Text(
    "compiled beforehand: there are no instructions for the interpreter to carry out.",
    "미리 컴파일되어 있어, 인터프리터가 실행할 명령이 없습니다.",
)
LINE = Text("line", "줄")
NOTHING = Text.same("")
TIMES = Text("{times} times", "{times}번")
FOLLOWING = Text("the next {count}", "다음 {count}개")
REPEATED = Text(
    "these instructions stand there so many times in a row; shown once.",
    "이어지는 명령들이 이만큼 되풀이됩니다. 한 번만 보여 줍니다.",
)

GENERAL: Mapping[str, Text] = MappingProxyType(
    {
        "BINARY_OP": Text(
            "calculates in the general form: asks both operands for their types, every time.",
            "일반형으로 계산합니다. 그때마다 두 값의 타입을 묻습니다.",
        ),
        "BINARY_SUBSCR": Text(
            "takes an item in the general form: asks for the type, every time.",
            "일반형으로 항목을 꺼냅니다. 그때마다 타입을 묻습니다.",
        ),
        "BUILD_CONST_KEY_MAP": Text("makes a dict.", "딕셔너리를 만듭니다."),
        "BUILD_LIST": Text("makes a list.", "리스트를 만듭니다."),
        "BUILD_MAP": Text("makes a dict.", "딕셔너리를 만듭니다."),
        "BUILD_TUPLE": Text("makes a tuple.", "튜플을 만듭니다."),
        "CALL": Text(
            "calls in the general form: finds out every time what is called, and how.",
            "일반형으로 부릅니다. 무엇을 어떻게 부를지 그때마다 알아봅니다.",
        ),
        "CALL_FUNCTION_EX": Text(
            "calls with arguments from *args and **kwargs, which it unpacks.",
            "*args와 **kwargs를 풀어 인자로 넘기며 부릅니다.",
        ),
        "CALL_KW": Text(
            "calls with keyword arguments, in the general form.",
            "키워드 인자를 넘기며, 일반형으로 부릅니다.",
        ),
        "CHECK_EXC_MATCH": Text(
            "compares the exception with the type in except.", "예외를 except의 타입과 견줍니다."
        ),
        "COMPARE_OP": Text(
            "compares in the general form: asks both operands for their types, every time.",
            "일반형으로 비교합니다. 그때마다 두 값의 타입을 묻습니다.",
        ),
        "CONTAINS_OP": Text("in or not in.", "in 또는 not in입니다."),
        "COPY_FREE_VARS": Text(
            "takes along the enclosing function's variables.", "바깥 함수의 변수를 가져옵니다."
        ),
        "COPY": Text("copies a reference on the stack of values.", "값 스택의 참조를 복제합니다."),
        "DICT_MERGE": Text(
            "adds the keyword arguments to a dict.", "키워드 인자를 딕셔너리에 더합니다."
        ),
        "END_FOR": Text("the loop is over.", "반복이 끝났습니다."),
        "EXTENDED_ARG": Text(
            "a part of the next instruction's argument.", "다음 명령의 인자 가운데 일부입니다."
        ),
        "FOR_ITER": Text(
            "asks the iterator for its next value.", "이터레이터에 다음 값을 달라고 합니다."
        ),
        "GET_ITER": Text("makes the iterator of a loop.", "반복에 쓸 이터레이터를 만듭니다."),
        "IS_OP": Text("is or is not.", "is 또는 is not입니다."),
        "JUMP_FORWARD": Text("goes on further down.", "아래쪽으로 건너뜁니다."),
        "JUMP_BACKWARD": Text("back to the loop's beginning.", "반복의 처음으로 돌아갑니다."),
        "KW_NAMES": Text("the names of keyword arguments.", "키워드 인자의 이름들입니다."),
        "LIST_APPEND": Text("adds an item to a list.", "리스트에 항목을 더합니다."),
        "LIST_EXTEND": Text("adds items to a list.", "리스트에 항목들을 더합니다."),
        "LOAD_ATTR": Text(
            "reads an attribute in the general form: searches for its name, every time.",
            "일반형으로 속성을 읽습니다. 그때마다 이름을 찾습니다.",
        ),
        "LOAD_CONST": Text("a constant from the code.", "코드에 적힌 상수입니다."),
        "LOAD_DEREF": Text("a variable of the enclosing function.", "바깥 함수의 변수입니다."),
        "LOAD_FAST": Text("a local variable, by its place.", "지역 변수를 자리 번호로 읽습니다."),
        "LOAD_FAST_BORROW": Text(
            "a local variable, by its place.", "지역 변수를 자리 번호로 읽습니다."
        ),
        "LOAD_FAST_BORROW_LOAD_FAST_BORROW": Text(
            "two local variables at once.", "지역 변수 두 개를 한꺼번에 읽습니다."
        ),
        "LOAD_FAST_CHECK": Text(
            "a local variable, which may not be there yet.",
            "아직 없을 수도 있는 지역 변수를 읽습니다.",
        ),
        "LOAD_FAST_LOAD_FAST": Text(
            "two local variables at once.", "지역 변수 두 개를 한꺼번에 읽습니다."
        ),
        "LOAD_GLOBAL": Text(
            "searches for a name in the module, then among the built-ins, every time.",
            "이름을 모듈에서, 없으면 내장에서 찾습니다. 그때마다 다시 찾습니다.",
        ),
        "LOAD_METHOD": Text(
            "finds a method in the general form: searches for its name, every time.",
            "일반형으로 메서드를 찾습니다. 그때마다 이름을 찾습니다.",
        ),
        "LOAD_SMALL_INT": Text("a small int.", "작은 int입니다."),
        "MAKE_FUNCTION": Text("makes a function.", "함수를 만듭니다."),
        "NOP": Text("does nothing.", "아무것도 하지 않습니다."),
        "POP_EXCEPT": Text("the exception is dealt with.", "예외 처리를 마칩니다."),
        "POP_JUMP_IF_FALSE": Text("goes elsewhere if not true.", "거짓이면 건너뜁니다."),
        "POP_JUMP_IF_TRUE": Text("goes elsewhere if true.", "참이면 건너뜁니다."),
        "POP_JUMP_FORWARD_IF_FALSE": Text("goes elsewhere if not true.", "거짓이면 건너뜁니다."),
        "POP_TOP": Text("drops a value.", "값을 버립니다."),
        "PRECALL": Text("prepares a call.", "호출을 준비합니다."),
        "PUSH_EXC_INFO": Text("takes up the exception.", "예외를 받아 둡니다."),
        "PUSH_NULL": Text("makes room for a call.", "호출에 쓸 자리를 둡니다."),
        "RAISE_VARARGS": Text("raises an exception.", "예외를 일으킵니다."),
        "RERAISE": Text(
            "passes an exception on that nothing here dealt with.",
            "여기서 처리하지 않은 예외를 밖으로 넘깁니다.",
        ),
        "RESUME": Text("the function begins here.", "함수가 여기서 시작합니다."),
        "RETURN_CONST": Text("returns a constant.", "상수를 돌려줍니다."),
        "RETURN_VALUE": Text("returns a value.", "값을 돌려줍니다."),
        "STORE_ATTR": Text(
            "sets an attribute in the general form: searches for its name, every time.",
            "일반형으로 속성에 넣습니다. 그때마다 이름을 찾습니다.",
        ),
        "STORE_FAST": Text("gives a local variable its value.", "지역 변수에 값을 넣습니다."),
        "STORE_FAST_LOAD_FAST": Text(
            "gives one local variable its value and reads another.",
            "지역 변수 하나에 값을 넣고 다른 하나를 읽습니다.",
        ),
        "STORE_FAST_STORE_FAST": Text(
            "gives two local variables their values.", "지역 변수 두 개에 값을 넣습니다."
        ),
        "STORE_SUBSCR": Text(
            "sets an item in the general form: asks for the type, every time.",
            "일반형으로 항목에 넣습니다. 그때마다 타입을 묻습니다.",
        ),
        "SWAP": Text("exchanges two values on the stack.", "스택의 두 값을 맞바꿉니다."),
        "TO_BOOL": Text(
            "asks whether it is true, in the general form.", "일반형으로 참인지 묻습니다."
        ),
        "UNPACK_SEQUENCE": Text(
            "unpacks a sequence of any type.", "어떤 타입이든 묶음을 풀어 나눕니다."
        ),
    }
)
