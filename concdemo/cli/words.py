"""What the command line itself says: help texts and the faults of a command's form."""

from concdemo.text import Text

ABOUT = Text(
    "Run what people say about Python concurrency, measure it, and see it.",
    "파이썬 동시성에 관한 말을 직접 실행하고, 재고, 눈으로 봅니다.",
)
EXPERIMENTS_PANEL = Text("Questions to measure", "재어 볼 질문")
CLOSER_PANEL = Text("Closer questions", "더 자세한 질문")
CLAIMS_PANEL = Text("Claims and verdicts", "주장과 판정")
TOOLS_PANEL = Text("Tools", "도구")
OPTIONS_PANEL = Text("Options", "옵션")
ARGUMENTS_PANEL = Text("Arguments", "인자")
WORK_PANEL = Text("What to measure", "무엇을 잴까")
MEASURING_PANEL = Text("How to measure", "어떻게 잴까")
CHECKING_PANEL = Text("What to expect", "무엇을 기대할까")
OUTPUT_PANEL = Text("What to do with it", "결과를 어떻게 쓸까")
DEFAULT = Text("Default: {default}.", "기본값: {default}.")

HELP = Text("Show this and exit.", "이 도움말을 보여 주고 끝냅니다.")
VERSION = Text("Show the version and exit.", "버전을 보여 주고 끝냅니다.")
LANG = Text("Language: en or ko.", "언어: en 또는 ko.")
ROUNDS = Text(
    "Measure exactly this many rounds; an interval needs 6.",
    "정확히 이만큼의 라운드를 잽니다. 구간을 구하려면 6라운드가 필요합니다.",
)
ROUNDS_DEFAULT = Text("8 to 30, until it is precise", "8~30, 충분히 정밀해질 때까지")
BUDGET = Text(
    "Stop measuring after this many seconds, however few the rounds.",
    "라운드가 적더라도 이 시간(초)이 지나면 그만 잽니다.",
)
BUDGET_DEFAULT = Text("{seconds:.0f} seconds or 8 rounds", "{seconds:.0f}초 또는 8라운드")
EACH_BUDGET_DEFAULT = Text(
    "what the question needs (mostly 15 seconds) or 8 rounds",
    "질문마다 정해진 시간(대개 15초) 또는 8라운드",
)
HOW_LONG = Text(
    "{arms} {arms:row|rows}; this takes about {minutes:.0f} min.",
    "{arms}줄을 잽니다. {minutes:.0f}분쯤 걸립니다.",
)
SEED = Text("Seed of the order of arms in each round.", "라운드마다 방식을 섞는 순서의 시드.")
SEED_DEFAULT = Text("drawn, and kept in the report", "무작위. 보고서에 남음")
JSON = Text(
    "Write the report to this file; - prints it alone on standard output.",
    "보고서를 이 파일에 씁니다. -는 표준 출력에 보고서만 씁니다.",
)
CLAIMS = Text("What is said, and what of it held here?", "어떤 말이 있고, 여기서는 무엇이 맞았나?")
VERIFY = Text(
    "Test claims, and show verdicts on one page.", "주장을 시험하고 판정을 한 장에 보여 줍니다."
)
DOCTOR = Text("What can this machine show?", "이 컴퓨터로 무엇을 볼 수 있나?")
LESSON = Text("Give a lesson, or write one.", "강의를 하거나 만듭니다.")
REPORT = Text("Show a saved report again.", "저장한 보고서를 다시 봅니다.")
REPORT_FILE = Text(
    "A report that --json wrote; - reads standard input. "
    "Several of one question stand side by side in a page: add --html.",
    "--json으로 저장한 보고서. -는 표준 입력에서 읽습니다. "
    "같은 질문의 보고서를 여럿 주고 --html을 붙이면 한 페이지에 나란히 놓습니다.",
)

NO_SUCH_OPTION = Text("There is no option {option}.", "{option}이라는 옵션은 없습니다.")
DID_YOU_MEAN = Text(" Did you mean {options}?", " 혹시 {options}?")
NEEDS_VALUE = Text("{option} needs a value.", "{option}에 값을 적어 주세요.")
TAKES_NO_VALUE = Text("{option} takes no value.", "{option}에는 값을 적지 않습니다.")
NO_SUCH_COMMAND = Text("There is no command {command!r}.", "{command!r}(이)라는 명령은 없습니다.")
BEFORE_COMMAND = Text(
    "Write {option} behind {command}, not before its last word.",
    "{option}은(는) {command} 뒤에 적어 주세요.",
)
EXTRA = Text("{words} was not expected here.", "여기에 {words}은(는) 쓸 수 없습니다.")
MISSING_ARGUMENT = Text("{argument} is missing.", "{argument}을(를) 적어 주세요.")
SEE_HELP = Text(" See: {command} --help", " 도움말: {command} --help")
UNKNOWN_LANGUAGE = Text(
    "--lang doesn't know {given!r}; choose en or ko.",
    "--lang에 {given!r}라는 언어는 없습니다. en과 ko 가운데 고르세요.",
)
OTHER_USAGE = Text(
    "The command line is not right: {message}", "명령줄이 올바르지 않습니다: {message}"
)

CANNOT_WRITE = Text(
    "The report could not be written to {path}: {error}.",
    "보고서를 {path}에 쓸 수 없습니다: {error}.",
)
OUTPUT_LOST = Text(
    "The output could not be written: {error}.", "결과를 출력할 수 없습니다: {error}."
)
REFUSED_BY_SYSTEM = Text("The system refused: {error}.", "시스템이 거부했습니다: {error}.")
MISSING_PACKAGE = Text(
    "The package {name} is missing or damaged; install concdemo again: pip install concdemo",
    "{name} 패키지가 없거나 손상되었습니다. 다시 설치하세요: pip install concdemo",
)
INTERRUPTED = Text("Interrupted.", "중단했습니다.")
NO_MEMORY = Text("This machine ran out of memory.", "메모리가 모자랍니다.")
UNEXPECTED = Text(
    "Something went wrong that concdemo did not foresee: {error}. "
    "CONCDEMO_TRACEBACK=1 shows where; please report it.",
    "concdemo가 예상하지 못한 문제가 생겼습니다: {error}. "
    "CONCDEMO_TRACEBACK=1로 실행하면 위치를 볼 수 있습니다. 알려 주세요.",
)
