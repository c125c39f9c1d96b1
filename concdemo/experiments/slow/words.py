"""What ``concdemo slow`` can be asked for, and what it says; what it does is the package's."""

from concdemo.text import Text

LONGEST_MS, SHORTEST_MS = 10_000, 1

MEASURE = Text(
    "What to measure; repeat it or separate with commas.",
    "무엇을 잴지. 여러 번 쓰거나 쉼표로 이어 적습니다.",
)
ALL = Text("all", "전부")
BOX = Text(
    "How long each sample lasts at least; as much is done as fits in.",
    "한 번 재는 시간. 그 안에 할 수 있는 만큼 합니다.",
)
EXPLAIN = Text(
    "Show the instructions that ran, and what the specialising interpreter made of them.",
    "실제로 실행된 명령과, 특화 인터프리터가 그것을 무엇으로 바꿨는지 보여 줍니다.",
)
ARM_TITLE = Text("what, how", "무엇을, 어떻게")
PER_OPERATION = Text("per\noperation", "한 번에\n걸린 시간")

WHAT = Text(
    "Each line does the same work as its baseline in a way and a process of its own, again and "
    "again for {box:g} ms. More than 1 × is slower.",
    "줄마다 기준과 같은 일을 저마다의 방식으로, 따로 띄운 프로세스에서 {box:g} ms 동안 "
    "되풀이합니다. 1배보다 크면 더 느린 것입니다.",
)

LOOP = Text(
    "loop: one step is a multiplication, an addition and a bitwise AND on the result of the step "
    "before. Compiler: {compiler}.",
    "loop: 한 단계는 앞 단계의 결과에 곱셈, 덧셈, 비트 AND를 하나씩 하는 것입니다. 컴파일러: "
    "{compiler}.",
)
CRC32 = Text(
    "crc32: one byte of a checksum, by zlib's C code and by a loop over a table in Python.",
    "crc32: 체크섬을 1바이트 계산. zlib의 C 코드와, 표를 보는 파이썬 반복문으로 합니다.",
)
TYPES = Text(
    "types: one addition, always by the same code. int and float: both operands of that type; "
    "int+float: one of each; alternating: int + int and float + float by turns.",
    "types: 덧셈 한 번. 코드는 모두 같습니다. int와 float는 두 수가 모두 그 타입, int+float는 "
    "하나씩 섞은 것, alternating은 int + int와 float + float를 번갈아 하는 것입니다.",
)
CLASSES = Text(
    "classes: reading one attribute of objects of four classes, by the same code: class after "
    "class, or by turns.",
    "classes: 클래스 네 가지 객체의 속성을 한 번 읽기. 코드는 같고, 클래스별로 모아서 또는 번갈아 "
    "읽습니다.",
)
CONTAINERS = Text(
    "gc: making one list that stays, of {count:,}, and letting go of it, while {heap:,} others are "
    "alive (small-heap: none).",
    "gc: 리스트 하나를 만들어 두었다가({count:,}개) 놓아주기. 그동안 다른 리스트 {heap:,}개가 "
    "살아 있습니다(small-heap에는 없음).",
)
ATOMS = Text(
    "atoms: making one float that stays: the collector doesn't look at floats.",
    "atoms: 실수 하나를 만들어 두기. 실수는 가비지 수집기가 살펴보지 않는 객체입니다.",
)
CALLS = Text(
    "calls: adding 1 to a number, inline and through a call of each kind.",
    "calls: 어떤 수에 1 더하기. 그 자리에서 더하거나, 여러 가지 호출을 거쳐 더합니다.",
)
OBJECTS = Text(
    "objects: adding up two numbers, as they are or read from a new object that holds them.",
    "objects: 두 수 더하기. 그대로 더하거나, 두 수를 담은 객체를 새로 만들어 꺼내 더합니다.",
)
TRY = Text(
    "try: adding 1 in a function, called without a try, inside one, or adding it where the "
    "exception that the function raises is caught.",
    "try: 함수를 불러 1 더하기. try 없이 부르거나, try 안에서 부르거나, 함수가 일으킨 예외를 잡은 "
    "곳에서 더합니다.",
)
ATTRIBUTES = Text(
    "attribute: reading one: written in the code, by getattr() with a name, after asking "
    "hasattr(), as a property.",
    "attribute: 속성 하나 읽기. 코드에 적은 대로, getattr()에 이름을 주어, hasattr()로 물어본 "
    "다음에, 프로퍼티로 읽습니다.",
)
DECORATORS = Text(
    "decorator: calling a function, as it is or through a wrapper that passes *args and **kwargs "
    "on.",
    "decorator: 함수 호출. 그대로 부르거나, *args와 **kwargs를 넘겨주는 래퍼를 거쳐 부릅니다.",
)
NAMES = Text(
    "names: looking once at which names share an object.",
    "names: 어떤 이름들이 객체를 함께 쓰는지 한 번 살펴보기.",
)
MEMORY = Text(
    "memory map: looking once at how the process's own map grows.",
    "memory map: 프로세스의 메모리 지도가 어떻게 커지는지 한 번 살펴보기.",
)

NO_COMPILER = Text(
    "there is no C compiler (cc, gcc or clang) on this machine.",
    "이 컴퓨터에 C 컴파일러(cc, gcc, clang)가 없습니다.",
)
NONE = Text("none", "없음")
NOT_COMPILED = Text(
    "the C compiler {compiler} could not be used: {error}",
    "C 컴파일러 {compiler}을(를) 쓸 수 없습니다: {error}",
)
NOT_LINUX = Text(
    "only Linux shows a process the map of its memory in /proc.",
    "프로세스가 자기 메모리 지도를 /proc에서 볼 수 있는 것은 Linux뿐입니다.",
)
THE_FUNCTION = Text(
    "The instructions of {name}(), as they were after running",
    "{name}()의 명령: 실행하고 난 뒤의 모습",
)
